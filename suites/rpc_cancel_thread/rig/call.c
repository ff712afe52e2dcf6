#include "call.h"

#include <stdio.h>
#include <string.h>

#include "guard.h"

#define ECHO_TOKEN 0xE0E0u

struct remote_call *remote_call_of(const struct operation *call)
{
    return call->state;
}

/* ---- the call itself ----------------------------------------------------------------------------------------------
 */

static void fill(RPC_MESSAGE *message, const struct remote_call *call)
{
    struct request request = { call->token, call->order.flags, call->order.raises, 0 };
    memset(message->Buffer, 0x5A, message->BufferLength);
    memcpy(message->Buffer, &request, sizeof(request));
}

static void take_reply(const RPC_MESSAGE *message, struct remote_call *call)
{
    if (message->BufferLength >= sizeof(call->reply))
        memcpy(&call->reply, message->Buffer, sizeof(call->reply));
}

/* By hand: what an IDL compiler's stub would do. */
static void transfer(void *call_)
{
    struct remote_call *call = call_;
    size_t size = call->order.size ? call->order.size : sizeof(struct request);
    RPC_MESSAGE message = message_for(call->order.binding, call->order.opnum, size);
    call->phase = CALL_BINDS;
    call->status = subject.I_RpcGetBuffer(&message);
    if (call->status != RPC_S_OK)
        return;
    fill(&message, call);
    call->phase = CALL_TRANSFERS;
    call->status = subject.I_RpcSendReceive(&message);
    if (call->status != RPC_S_OK)
        return; /* and the message is not ours any more */
    call->phase = CALL_RETURNED;
    take_reply(&message, call);
    subject.I_RpcFreeBuffer(&message); /* else the connection never goes back to those that are used again */
}

void make_call(struct remote_call *call)
{
    call->began_us = now_us();
    call->exception = guarded_call(call->order.transfer ? call->order.transfer : transfer, call);
    call->ended_us = now_us();
    if (call->exception)
        call->status = (LONG)call->exception;
}

bool has_own_reply(const struct remote_call *call)
{
    return call->status == RPC_S_OK && call->reply.token == call->token && call->reply.nonce == call->order.peer->nonce;
}

/* ---- as an operation ----------------------------------------------------------------------------------------------
 */

static void set_cancel_timeout(void *call_)
{
    struct remote_call *call = call_;
    call->timeout_status = subject.RpcMgmtSetCancelTimeout(call->order.cancel_timeout);
}

static void perform_call(struct operation *operation)
{
    struct remote_call *call = operation->state;
    if (call->order.cancel_timeout != LEAVE_CANCEL_TIMEOUT)
        call->timeout_exception = guarded_call(set_cancel_timeout, call);
    make_call(call);
    keep_result_with_error(operation, call->status == RPC_S_OK, UNTOUCHED_COUNT, (DWORD)call->status);
}

static bool peer_has_call(struct operation *operation)
{
    const struct remote_call *call = operation->state;
    if (call->order.entered)
        return call->order.entered(operation);
    return call->order.peer->has_entered(call->order.peer, call->token);
}

static void let_peer_return(struct operation *operation)
{
    const struct remote_call *call = operation->state;
    call->order.peer->let_go(call->order.peer, call->token);
}

static void end_peer(struct operation *operation)
{
    const struct remote_call *call = operation->state;
    call->order.peer->end(call->order.peer);
}

static bool returned_own_reply(struct operation *operation, char *why, size_t why_size)
{
    const struct remote_call *call = operation->state;
    if (call->status != RPC_S_OK)
        snprintf(why, why_size, "it failed with %ld", (long)call->status);
    else
        snprintf(why, why_size, "the reply was to call %lu of server %lu", (unsigned long)call->reply.token,
                 (unsigned long)call->reply.nonce);
    return has_own_reply(call);
}

const struct operation_kind remote_call_kind = {
    .name = "remote call",
    .state_size = sizeof(struct remote_call),
    .perform = perform_call,
    .is_pending = peer_has_call,
    .release = let_peer_return,
    .force = end_peer,
    .is_full = returned_own_reply,
    .note = note_call,
};

DWORD new_token(void)
{
    static LONG tokens;
    return (DWORD)InterlockedIncrement(&tokens);
}

void order_call(struct operation *operation, const struct call_order *order)
{
    struct remote_call *call = operation->state;
    *call = (struct remote_call){ .order = *order, .token = new_token() };
}

struct operation *prepare_call(struct test_case *t, struct worker *worker, const struct call_order *order)
{
    struct operation *operation = prepare_operation(t, worker, &remote_call_kind);
    order_call(operation, order);
    return operation;
}

struct operation *start_call(struct test_case *t, struct worker *worker, const struct call_order *order)
{
    struct operation *call = prepare_call(t, worker, order);
    start_operation(t, call);
    wait_until_blocked(t, call);
    return call;
}

struct operation *start_held_call(struct test_case *t, struct worker *worker, struct peer *peer, void *binding,
                                  LONG cancel_timeout)
{
    struct call_order order = { .peer = peer, .binding = binding, .opnum = OP_HOLD, .cancel_timeout = cancel_timeout };
    return start_call(t, worker, &order);
}

/* ---- its values ---------------------------------------------------------------------------------------------------
 */

const char *call_outcome(const struct operation *call)
{
    if (!has_ended((struct operation *)call))
        return "blocked";
    return remote_call_of(call)->status == RPC_S_OK ? "returned" : "failed";
}

static const char *phase_word(enum call_phase phase)
{
    static const char *const words[] = { "not_made", "binds", "transfers", "returned" };
    return words[phase];
}

void note_call(struct test_case *t, const char *prefix, struct operation *operation)
{
    const struct remote_call *call = operation->state;
    char key[96];
    snprintf(key, sizeof(key), "%s.outcome", prefix);
    note_outcome(t, key, call_outcome(operation));
    if (!has_ended(operation))
        return;
    snprintf(key, sizeof(key), "%s.status", prefix);
    note_rpc_status(t, key, call->status);
    note_call_end(t, prefix, operation);
}

void note_call_end(struct test_case *t, const char *prefix, struct operation *operation)
{
    const struct remote_call *call = operation->state;
    char key[96];
    snprintf(key, sizeof(key), "%s.phase", prefix);
    note_outcome(t, key, phase_word(call->phase));
    snprintf(key, sizeof(key), "%s.elapsed", prefix);
    note_elapsed(t, key, call->ended_us - call->began_us);
    snprintf(key, sizeof(key), "%s.exception", prefix);
    if (call->exception)
        note_exception(t, key, call->exception);
}

/* ---- without a worker ---------------------------------------------------------------------------------------------
 */

LONG echo(void *binding, struct peer *peer)
{
    struct remote_call call = { .order = { .peer = peer, .binding = binding, .opnum = OP_ECHO }, .token = ECHO_TOKEN };
    make_call(&call);
    return call.status == RPC_S_OK && !has_own_reply(&call) ? RPC_S_PROTOCOL_ERROR : call.status;
}

void need_echo(struct test_case *t, void *binding, struct peer *peer)
{
    LONG status = echo(binding, peer);
    if (status != RPC_S_OK)
        unresolved(t, "a call that nobody cancels failed with %ld", (long)status);
}
