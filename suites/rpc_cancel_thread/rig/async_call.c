#include "async_call.h"

#include <stdio.h>
#include <stdlib.h>

#include "async_stub.h"
#include "guard.h"

#define OVER_DEADLINE_MS     5000u
#define ENTER_DEADLINE_MS    5000u
#define COMPLETE_DEADLINE_MS 2000u /* of a call that is over */

/* Not of the case's memory: a call that does not end keeps it. */
struct async_call {
    RPC_ASYNC_STATE state;
    struct server *server;
    struct worker *worker;
    enum opnum opnum;
    struct request request;
    struct reply reply;
    HANDLE over;
    bool issued, completed;
    LONG status; /* of initializing it, or of completing it */
};

/* ---- issuing: an operation that ends at once -----------------------------------------------------------------------
 */

static void issue(void *call_)
{
    struct async_call *call = call_;
    issue_hold(&call->state, call->server->binding, call->opnum, &call->request, &call->reply);
}

static void perform_issue(struct operation *operation)
{
    struct async_call *call = *(struct async_call **)operation->state;
    call->status = subject.RpcAsyncInitializeHandle(&call->state, sizeof(call->state));
    call->state.NotificationType = RpcNotificationTypeEvent;
    call->state.u.hEvent = call->over;
    if (call->status == RPC_S_OK)
        call->status = (LONG)guarded_call(issue, call);
    call->issued = call->status == RPC_S_OK;
    keep_result_with_error(operation, call->issued, UNTOUCHED_COUNT, (DWORD)call->status);
}

static const struct operation_kind issuing = {
    .name = "issue of an asynchronous call",
    .state_size = sizeof(struct async_call *),
    .perform = perform_issue,
};

/* ---- its end: an operation too, because completing a call that is not over may wait for the server
 * --------------------
 */

static void complete(void *call_)
{
    struct async_call *call = call_;
    call->status = subject.RpcAsyncCompleteCall(&call->state, NULL);
}

static void complete_guarded(struct async_call *call)
{
    DWORD exception = guarded_call(complete, call);
    if (exception)
        call->status = (LONG)exception;
    call->completed = call->status != RPC_S_ASYNC_CALL_PENDING;
}

static void perform_completion(struct operation *operation)
{
    struct async_call *call = *(struct async_call **)operation->state;
    complete_guarded(call);
    keep_result_with_error(operation, call->status == RPC_S_OK, UNTOUCHED_COUNT, (DWORD)call->status);
}

static void let_server_return(struct async_call *call)
{
    call->server->peer.let_go(&call->server->peer, call->request.token);
}

static void release_completion(struct operation *operation)
{
    let_server_return(*(struct async_call **)operation->state);
}

static const struct operation_kind completing = {
    .name = "completion of an asynchronous call",
    .state_size = sizeof(struct async_call *),
    .perform = perform_completion,
    .release = release_completion,
};

static struct operation *perform_on_call(struct test_case *t, struct async_call *call,
                                         const struct operation_kind *kind)
{
    struct operation *operation = prepare_operation(t, call->worker, kind);
    *(struct async_call **)operation->state = call;
    start_operation(t, operation);
    return operation;
}

bool await_notification(struct async_call *call, unsigned milliseconds)
{
    return WaitForSingleObject(call->over, scaled_ms(milliseconds)) == WAIT_OBJECT_0;
}

bool complete_async_call(struct test_case *t, struct async_call *call, LONG *status)
{
    struct operation *completion = perform_on_call(t, call, &completing);
    if (!await_end(completion, COMPLETE_DEADLINE_MS))
        return false;
    *status = call->status;
    return true;
}

/* After the case. A completion that still waits has been seen to by then. */
static bool end_async_call(struct async_call *call)
{
    if (!call->issued || call->completed)
        return true;
    let_server_return(call);
    if (!await_notification(call, OVER_DEADLINE_MS))
        call->server->peer.end(&call->server->peer);
    if (!await_notification(call, OVER_DEADLINE_MS))
        return false;
    uint64_t deadline = now_us() + scaled_ms(OVER_DEADLINE_MS) * UINT64_C(1000);
    for (complete_guarded(call); !call->completed && now_us() < deadline; complete_guarded(call))
        WaitForSingleObject(GetCurrentThread(), 10); /* signalled never: a pause */
    return call->completed;
}

struct disposal {
    struct test_case *t;
    struct async_call *call;
};

static void dispose_of_call(void *disposal_)
{
    struct disposal *disposal = disposal_;
    if (!end_async_call(disposal->call)) {
        discard_child(disposal->t, "an asynchronous call did not end");
        return; /* its memory stays: the run-time may write there */
    }
    CloseHandle(disposal->call->over);
    free(disposal->call);
}

/* ---- verbs ---------------------------------------------------------------------------------------------------------
 */

static struct async_call *new_async_call(struct test_case *t, struct worker *worker, struct server *server,
                                         enum opnum opnum, unsigned flags)
{
    struct disposal *disposal = memory_of_case(t, sizeof(*disposal));
    struct async_call *call = calloc(1, sizeof(*call));
    if (!call)
        unresolved(t, "out of memory for an asynchronous call");
    *disposal = (struct disposal){ t, call };
    call->server = server;
    call->worker = worker;
    call->opnum = opnum;
    call->request.token = new_token();
    call->request.flags = flags;
    call->over = CreateEventW(NULL, TRUE, FALSE, NULL);
    after_case(t, dispose_of_call, disposal);
    need(t, call->over != NULL, "CreateEvent for an asynchronous call");
    return call;
}

struct async_call *issue_async_call(struct test_case *t, struct worker *worker, struct server *server, enum opnum opnum,
                                    unsigned flags)
{
    struct async_call *call = new_async_call(t, worker, server, opnum, flags);
    if (!await_end(perform_on_call(t, call, &issuing), ENTER_DEADLINE_MS))
        unresolved(t, "NdrAsyncClientCall did not return");
    if (!call->issued)
        unresolved(t, "an asynchronous call cannot be issued: status %ld", (long)call->status);
    if (!await_event(server, CALL_ENTERED, call->request.token, ENTER_DEADLINE_MS, NULL))
        unresolved(t, "the server did not get the asynchronous call");
    return call;
}

DWORD token_of(const struct async_call *call)
{
    return call->request.token;
}

bool has_own_async_reply(const struct async_call *call)
{
    return call->reply.token == call->request.token && call->reply.nonce == call->server->peer.nonce;
}

bool witness_async_undisturbed(struct test_case *t, enum tier tier, const char *prefix, struct async_call *call)
{
    char key[96];
    LONG status;
    snprintf(key, sizeof(key), "%s.notified_early", prefix);
    note_attempts(t, key, await_notification(call, 0)); /* Wine 8 and 10 do so now and then */
    let_server_return(call);
    if (!await_notification(call, OVER_DEADLINE_MS) || !complete_async_call(t, call, &status))
        unresolved(t, "the asynchronous call did not end with the server");
    snprintf(key, sizeof(key), "%s.status", prefix);
    note_rpc_status(t, key, status);
    snprintf(key, sizeof(key), "%s.undisturbed", prefix);
    return check_bool(t, tier, key, status == RPC_S_OK && has_own_async_reply(call), true);
}

/* ---- the function under test ---------------------------------------------------------------------------------------
 */

struct cancel_call {
    void *state;
    BOOL abort;
    LONG status;
};

static void cancel(void *cancel_)
{
    struct cancel_call *call = cancel_;
    call->status = subject.RpcAsyncCancelCall(call->state, call->abort);
}

struct rpc_cancel call_rpc_async_cancel_call_of(void *state, BOOL abort)
{
    struct cancel_call call = { state, abort, 0 };
    struct rpc_cancel result = { .attempts = 1, .before_us = now_us() };
    result.exception = guarded_call(cancel, &call);
    result.after_us = now_us();
    result.status = call.status;
    return result;
}

struct rpc_cancel call_rpc_async_cancel_call(struct async_call *call, BOOL abort)
{
    return call_rpc_async_cancel_call_of(&call->state, abort);
}

void async_cancel_control(struct test_case *t, struct worker *worker, struct server *server)
{
    if (has_missed(t))
        return;
    struct async_call *control = issue_async_call(t, worker, server, OP_HOLD, 0);
    struct rpc_cancel result = call_rpc_async_cancel_call(control, TRUE);
    if (result.exception || result.status != RPC_S_OK)
        unresolved(t, "positive control: an abortive cancel of a call in progress gave %ld, exception 0x%lX",
                   (long)result.status, (unsigned long)result.exception);
    if (!await_notification(control, SLACK_MS))
        unresolved(t, "positive control: an abortive cancel of a call in progress gave 0, but the call is not over");
}
