/* RCT-TMO-0, -N, -WITHIN: a cancelled call waits for its server as many seconds as the calling thread has set: "a lower
 * bound" by one sentence, "immediately" for 0 by another. So a time is never asked to be exact: not before it, and with
 * the slack of a busy machine not long after.
 */
#include "rig/finite_timeouts.h"
#include "rig/waits_for_server.h"

static void is_abandoned_at_once(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    if (check_cancel_accepted(t, DOCUMENTED, &cancel))
        witness_cancelled_at_once(t, DOCUMENTED, "call", call, &cancel);
}

static void is_abandoned_in_time(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    LONG seconds = VARIANT(t, struct timeout)->seconds;
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, seconds);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    if (check_cancel_accepted(t, DOCUMENTED, &cancel))
        witness_cancelled(t, DOCUMENTED, "call", call, &cancel, SECONDS_US(seconds) - GRAIN_US,
                          SECONDS_US(seconds) + SLACK_US);
}

/* The server returns after the cancel and before the time-out. Whether the call then succeeds or tells of the cancel is
 * RCT-TMO-INF-ST's question; the failure of a time-out it must not be. */
static void ends_with_server_in_time(struct test_case *t)
{
    static const LONG timeout_seconds = 60;
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, timeout_seconds);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    check_cancel_accepted(t, DOCUMENTED, &cancel);
    if (witness_waits_for_server(t, DOCUMENTED, "call", server, call, &cancel, 1000))
        check_bool(t, DOCUMENTED, "call.is_no_time_out", remote_call_of(call)->status != RPC_S_CALL_FAILED, true);
    cancel_control(t, worker, &server->peer, server->binding);
}

TEST(is_abandoned_at_once, .clause = "RCT-TMO-0", .tiers = DOCUMENTED,
     .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_ip_tcp");
TEST(is_abandoned_in_time, .clause = "RCT-TMO-N", .variants = VARIANTS(finite, name), .tiers = DOCUMENTED,
     .class = WAITING, .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_ip_tcp");
TEST(ends_with_server_in_time, .clause = "RCT-TMO-WITHIN", .tiers = DOCUMENTED, .class = WAITING,
     .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_ip_tcp");
