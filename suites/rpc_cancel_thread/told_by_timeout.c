/* RCT-TESTCANCEL-6, -7: the server is told whether the client waits for it for ever or not at all. */
#include "rig/told.h"

#define NEEDS "RpcCancelThread RpcTestCancel ncacn_ip_tcp"

/* How long after the server left the call the client's call ended: negative if it did not wait for that. */
static void check_unblocked(struct test_case *t, struct operation *call, const struct server_event *left)
{
    if (!check_bool(t, DOCUMENTED, "call.ended", await_end(call, SLACK_MS), true))
        return;
    uint64_t ended = remote_call_of(call)->ended_us + GRAIN_US;
    if (check_bool(t, DOCUMENTED, "call.waited_for_server", ended >= left->at_us, true))
        check_elapsed(t, DOCUMENTED, "call.since_server_left", ended - left->at_us, 0, SLACK_US + GRAIN_US);
    note_call(t, "call", call);
}

/* The server leaves the call by itself as soon as it is told; nothing else lets the client go. */
static void infinite_timeout(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call =
        start_polled_call(t, worker, server, POLL_TEST_CANCEL | RETURN_WHEN_TOLD, RPC_C_CANCEL_INFINITE_TIMEOUT, NULL);
    struct server_event left;

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    if (!check_cancel_accepted(t, DOCUMENTED, &cancel) ||
        !witness_told(t, DOCUMENTED, "server", server, call, &cancel, NULL))
        return;
    if (!await_event(server, CALL_LEFT, remote_call_of(call)->token, SLACK_MS, &left))
        unresolved(t, "the server was told of the cancel, but did not leave the call");
    check_unblocked(t, call, &left);
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
