/* RCT-TMO-STATUS, -ACKNOWLEDGED: what a call fails with when its server does not return in time, and whether a server
 * that has heard of the cancel has thereby answered it. The pages contradict each other in both.
 */
#include "rig/abandoned.h"
#include "rig/server.h"

static const struct timeout {
    const char *name;
    LONG seconds;
} timeouts[] = {
    { "AT_ONCE", 0 },
    { "AFTER_1_SECOND", 1 },
};

/* When it fails is RCT-TMO-0's and -N's question: here only that it does while the server holds it. */
static void fails_with_status(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    LONG seconds = VARIANT(t, struct timeout)->seconds;
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, seconds);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    if (!check_cancel_accepted(t, AMBIGUOUS, &cancel))
        return;
    witness_cancelled_with(t, AMBIGUOUS, "call", call, &cancel, 0, SECONDS_US(seconds) + SLACK_US, AMBIGUOUS,
                           STATUSES_OF_ABANDONED);
    note_page_met(t, "call", call);
}

/* RpcMgmtSetCancelTimeout: the client waits for the server to acknowledge the cancel. RpcCancelThread: to return. This
 * server polls, and so has been told; it does not return. */
static void goes_on_after_being_told(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct call_order order = { .peer = &server->peer,
                                .binding = server->binding,
                                .opnum = OP_HOLD,
                                .flags = POLL_TEST_CANCEL,
                                .cancel_timeout = 1 };
    struct operation *call = start_call(t, worker, &order);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    if (!check_cancel_accepted(t, AMBIGUOUS, &cancel))
        return;
    if (!await_event(server, CALL_TOLD, remote_call_of(call)->token, SLACK_MS, NULL))
        unresolved(t, "the server was not told of the cancel, so it had nothing to acknowledge");
    await_end(call, 1000u + SLACK_MS);
    check_outcome(t, AMBIGUOUS, "call.held", call_outcome(call), "failed|blocked");
    note_outcome(t, "page_met", has_ended(call) ? "rpc_cancel_thread" : "rpc_mgmt_set_cancel_timeout");
    release_operation(t, call);
    note_call_end(t, "call", call);
}

TEST(fails_with_status, .clause = "RCT-TMO-STATUS", .variants = VARIANTS(timeouts, name), .tiers = AMBIGUOUS,
     .class = WAITING, .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_ip_tcp");
TEST(goes_on_after_being_told, .clause = "RCT-TMO-ACKNOWLEDGED", .tiers = AMBIGUOUS, .class = WAITING,
     .supports = "RpcCancelThread RpcMgmtSetCancelTimeout RpcTestCancel ncacn_ip_tcp");
