/* RCT-HANDLE-5: a thread cancels itself, by GetCurrentThread(), and makes a call then. Whether that counts for the
 * call, and whether the one after it is free of it, is recorded; no page says so.
 */
#include <stdio.h>

#include "rig/cancel.h"
#include "rig/server.h"

#define WATCH_MS 1000u /* what cancels the call is there when it begins */

static void cancel_itself(struct operation *operation)
{
    struct rpc_cancel *cancel = operation->state;
    *cancel = cancel_on_any_thread(subject.GetCurrentThread());
    keep_result_with_error(operation, cancel->status == RPC_S_OK, UNTOUCHED_COUNT, (DWORD)cancel->status);
}

static const struct operation_kind self_cancel = {
    .name = "a cancel of the caller's own thread",
    .state_size = sizeof(struct rpc_cancel),
    .perform = cancel_itself,
};

static void note_next_call(struct test_case *t, const char *prefix, struct worker *worker, struct server *server)
{
    char key[64];
    struct call_order order = { .peer = &server->peer, .binding = server->binding, .opnum = OP_HOLD };
    struct operation *call = prepare_call(t, worker, &order);
    start_operation(t, call);
    if (comes_to_block(t, call))
        await_end(call, WATCH_MS);
    snprintf(key, sizeof(key), "%s.cancelled", prefix);
    note_bool(t, key, has_ended(call));
    if (!release_operation(t, call))
        unresolved(t, "a call that was let go did not end in time");
    note_call(t, prefix, call);
}

static void cancels_itself_before_a_call(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *cancelling = prepare_operation(t, worker, &self_cancel);

    start_operation(t, cancelling);

    if (!await_end(cancelling, 5000))
        unresolved(t, "a cancel of the caller's own thread did not return in time");
    note_rpc_cancel(t, "cancel", cancelling->state);
    note_next_call(t, "first", worker, server);
    note_next_call(t, "second", worker, server);
    cancel_control(t, start_worker(t), &server->peer, server->binding);
}

TEST(cancels_itself_before_a_call, .clause = "RCT-HANDLE-5", .tiers = CHARACTERISED, .class = WAITING,
     .supports = "RpcCancelThread ncacn_ip_tcp");
