/* RCT-TESTCANCEL-6, -7: the server is told whether the client waits for it for ever or not at all. */
#include "rig/told.h"
#include "rig/waits_for_server.h"

#define HELD_MS 500u /* to watch a call that should not end while the server, which was told, still holds it */
#define NEEDS   "RpcCancelThread RpcTestCancel ncacn_ip_tcp"

/* A server that is told may return early, but whether and when is its own: the client waits for that. */
static void infinite_timeout(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call =
        start_polled_call(t, worker, server, POLL_TEST_CANCEL, RPC_C_CANCEL_INFINITE_TIMEOUT, NULL);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    if (check_cancel_accepted(t, DOCUMENTED, &cancel) &&
        witness_told(t, DOCUMENTED, "server", server, call, &cancel, NULL))
        witness_waits_for_server(t, DOCUMENTED, "call", server, call, &cancel, HELD_MS);
}

static void no_timeout(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_polled_call(t, worker, server, POLL_TEST_CANCEL, 0, NULL);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    if (!check_cancel_accepted(t, DOCUMENTED, &cancel))
        return;
    witness_cancelled_at_once(t, DOCUMENTED, "call", call, &cancel);
    witness_told(t, DOCUMENTED, "server", server, call, &cancel, NULL);
    struct server_event left = leave_call(t, server, call);
    note_polls(t, "test_cancel", &left.test_cancel);
}

TEST(infinite_timeout, .clause = "RCT-TESTCANCEL-6", .tiers = DOCUMENTED, .supports = NEEDS);
TEST(no_timeout, .clause = "RCT-TESTCANCEL-7", .tiers = DOCUMENTED, .supports = NEEDS);
