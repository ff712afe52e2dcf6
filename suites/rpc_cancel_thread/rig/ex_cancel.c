#include "ex_cancel.h"

struct ex_cancel {
    HANDLE thread;
    LONG seconds;
    struct operation *call;
    struct rpc_cancel cancel;
};

static void perform_cancel(struct operation *operation)
{
    struct ex_cancel *state = operation->state;
    state->cancel = cancel_ex_on_any_thread(state->thread, state->seconds);
    keep_result_with_error(operation, state->cancel.status == RPC_S_OK, UNTOUCHED_COUNT, (DWORD)state->cancel.status);
}

static void let_its_call_go(struct operation *operation)
{
    const struct ex_cancel *state = operation->state;
    state->call->kind->release(state->call);
}

static const struct operation_kind ex_cancel = {
    .name = "RpcCancelThreadEx",
    .state_size = sizeof(struct ex_cancel),
    .perform = perform_cancel,
    .release = let_its_call_go,
};

struct operation *start_cancel_ex(struct test_case *t, HANDLE thread, LONG seconds, struct operation *call)
{
    if (!subject.RpcCancelThreadEx)
        unsupported(t, "RpcCancelThreadEx is not exported");
    struct operation *operation = prepare_operation(t, start_worker(t), &ex_cancel);
    struct ex_cancel *state = operation->state;
    state->thread = thread;
    state->seconds = seconds;
    state->call = call;
    start_operation(t, operation);
    return operation;
}

struct rpc_cancel ex_cancel_of(const struct operation *cancelling)
{
    const struct ex_cancel *state = cancelling->state;
    return state->cancel;
}

bool cancel_ex_is_accepted(struct test_case *t, enum tier tier, HANDLE thread, LONG seconds, struct operation *call,
                           struct rpc_cancel *cancel)
{
    struct operation *cancelling = start_cancel_ex(t, thread, seconds, call);
    if (!check_bool(t, tier, "cancel.returned", await_end(cancelling, (unsigned)seconds * 1000u + SLACK_MS), true))
        return false;
    *cancel = ex_cancel_of(cancelling);
    return check_cancel_accepted(t, tier, cancel);
}

void cancel_ex_control(struct test_case *t, struct worker *worker, struct peer *peer, void *binding)
{
    if (has_missed(t))
        return;
    struct operation *control = start_held_call(t, worker, peer, binding, RPC_C_CANCEL_INFINITE_TIMEOUT);
    struct operation *cancelling = start_cancel_ex(t, full_handle_of(t, worker), 1, control);
    if (!await_end_in_time(control, now_us(), SECONDS_US(1) + SLACK_US) || remote_call_of(control)->status == RPC_S_OK)
        unresolved(t, "positive control: RpcCancelThreadEx with a time-out of one second %s %ld, but the call %s",
                   has_ended(cancelling) ? "gave" : "has not returned, so far",
                   has_ended(cancelling) ? ex_cancel_of(cancelling).status : 0L,
                   has_ended(control) ? "returned" : "still waits");
}
