/* RCT-TESTCANCEL-2, RCT-SERVERTEST-1: a manager whose call was not cancelled hears so, whatever became of another call
 * of its server: of one beside it, or of an earlier one that the same thread served. */
#include "rig/told.h"

#define CANCEL_TIMEOUT_S 10   /* longer than any of this takes */
#define LATER_CALLS      16u  /* the run-time chooses the thread, so it may take some until the same one comes */
#define QUIET_MS         300u /* the server asks every few milliseconds: it would be told at once */

/* The function that is asked: the flag that has it asked about a call. */
static const struct cancel_polls *polls_of(const struct server_event *event, unsigned flag)
{
    return flag == POLL_TEST_CANCEL ? &event->test_cancel : &event->server_test_cancel;
}

/* A call of which the server is told that it is cancelled. */
static struct operation *cancel_one(struct test_case *t, struct server *server, unsigned flag)
{
    struct worker *worker = start_worker(t);
    struct operation *call = start_polled_call(t, worker, server, flag, CANCEL_TIMEOUT_S, NULL);
    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));
    if (!await_event(server, CALL_TOLD, remote_call_of(call)->token, SLACK_MS, NULL))
        unresolved(t, "a cancel gave %ld, exception 0x%lX, and the server was not told", (long)cancel.status,
                   (unsigned long)cancel.exception);
    return call;
}

static void judge_beside(struct test_case *t, unsigned flag)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct operation *other = start_polled_call(t, start_worker(t), server, flag, CANCEL_TIMEOUT_S, NULL);

    struct operation *cancelled = cancel_one(t, server, flag);

    bool told = await_event(server, CALL_TOLD, remote_call_of(other)->token, QUIET_MS, NULL);
    check_bool(t, DOCUMENTED, "other_call.said_cancelled", told, false);
    struct server_event left = leave_call(t, server, other);
    note_polls(t, "other_call", polls_of(&left, flag));
    leave_call(t, server, cancelled);
}

static void judge_after(struct test_case *t, unsigned flag)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    DWORD thread_id = leave_call(t, server, cancel_one(t, server, flag)).thread_id;

    unsigned later = 0;
    bool same_thread = false, told = false;
    while (later < LATER_CALLS && !same_thread && !told) {
        struct operation *call = start_polled_call(t, worker, server, flag, CANCEL_TIMEOUT_S, NULL);
        struct server_event left = leave_call(t, server, call);
        if (!await_end(call, SLACK_MS))
            unresolved(t, "a later call did not end with the server");
        told = polls_of(&left, flag)->told;
        same_thread = left.thread_id == thread_id;
        ++later;
    }
    note_attempts(t, "later_calls", later);
    note_attempts(t, "same_thread", same_thread);
    check_bool(t, DOCUMENTED, "later_calls.said_cancelled", told, false);
}

static void says_not_cancelled_beside_cancelled_call(struct test_case *t)
{
    judge_beside(t, POLL_TEST_CANCEL);
}

static void says_not_cancelled_after_cancelled_call(struct test_case *t)
{
    judge_after(t, POLL_TEST_CANCEL);
}

static void says_in_progress_beside_cancelled_call(struct test_case *t)
{
    judge_beside(t, POLL_SERVER_TEST_CANCEL);
}

static void says_in_progress_after_cancelled_call(struct test_case *t)
{
    judge_after(t, POLL_SERVER_TEST_CANCEL);
}

#define ON_TCP(function) .tiers = DOCUMENTED, .supports = "RpcCancelThread ncacn_ip_tcp " function
TEST(says_not_cancelled_beside_cancelled_call, .clause = "RCT-TESTCANCEL-2", ON_TCP("RpcTestCancel"));
TEST(says_not_cancelled_after_cancelled_call, .clause = "RCT-TESTCANCEL-2", ON_TCP("RpcTestCancel"));
TEST(says_in_progress_beside_cancelled_call, .clause = "RCT-SERVERTEST-1", ON_TCP("RpcServerTestCancel"));
TEST(says_in_progress_after_cancelled_call, .clause = "RCT-SERVERTEST-1", ON_TCP("RpcServerTestCancel"));
