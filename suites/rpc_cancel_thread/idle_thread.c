/* RCT-RACE-IDLE: a cancel of a thread that makes no call. The page speaks of calls in progress. DCE keeps such a cancel
 * for the thread's next call; what Windows does no page says. Recorded: what it answers, and whether the next call, or
 * the one after it, is cancelled by it.
 */
#include "rig/cancel.h"
#include "rig/server.h"

/* With cancel time-out 0 what was kept of the cancel ends a call as soon as it waits. */
#define KEPT_WITHIN_MS 300u

static const struct history {
    const char *name;
    bool has_called; /* the thread has made a call before */
} histories[] = { { "before_any_call", false }, { "between_calls", true } };

static void note_next_call(struct test_case *t, const char *prefix, struct worker *worker, struct server *server)
{
    struct call_order order = {
        .peer = &server->peer, .binding = server->binding, .opnum = OP_HOLD, .cancel_timeout = 0
    };
    struct operation *call = prepare_call(t, worker, &order);
    start_operation(t, call);
    if (comes_to_block(t, call) && !await_end(call, KEPT_WITHIN_MS) && !release_operation(t, call))
        unresolved(t, "%s did not end when it was let go", prefix);
    note_call(t, prefix, call);
}

static void is_cancelled(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    if (VARIANT(t, struct history)->has_called)
        release_operation(t, start_held_call(t, worker, &server->peer, server->binding, 0));

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    check_cancel_status(t, CHARACTERISED, &cancel, ALLOW(RPC_S_OK));
    note_next_call(t, "first", worker, server);
    note_next_call(t, "second", worker, server);
    cancel_control(t, worker, &server->peer, server->binding);
}

TEST(is_cancelled, .clause = "RCT-RACE-IDLE", .variants = VARIANTS(histories, name), .tiers = CHARACTERISED,
     .class = WAITING, .supports = "RpcCancelThread ncacn_ip_tcp");
