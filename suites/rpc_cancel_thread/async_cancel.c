/* RCT-ASYNC-2, -3: an abortive cancel ends an asynchronous call at once; one that is not abortive lets it run until the
 * server returns. */
#include "rig/async_call.h"

#define FOR_EVER_MS 3000u /* to watch a call that waits for the server however long it takes */

/* The status of the call that is over; what is none does not come. */
static LONG status_of(struct test_case *t, struct async_call *call)
{
    LONG status = RPC_S_ASYNC_CALL_PENDING;
    note_bool(t, "call.completed", complete_async_call(t, call, &status));
    return status;
}

static void ends_at_once(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct async_call *call = issue_async_call(t, start_worker(t), server, OP_HOLD, 0);

    struct rpc_cancel cancel = call_rpc_async_cancel_call(call, TRUE);

    if (!check_cancel_accepted(t, DOCUMENTED, &cancel)) {
        witness_async_undisturbed(t, CHARACTERISED, "call", call);
        return;
    }
    if (check_bool(t, DOCUMENTED, "call.over_while_held", await_notification(call, SLACK_MS), true))
        check_rpc_status(t, DOCUMENTED, "call.status", status_of(t, call), ALLOW(RPC_S_CALL_CANCELLED));
}

/* The server is not interested and holds the call on; so it is over when the test lets it go, and not before. */
static void waits_for_server(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct async_call *call = issue_async_call(t, worker, server, OP_HOLD, 0);

    struct rpc_cancel cancel = call_rpc_async_cancel_call(call, FALSE);

    if (!check_cancel_accepted(t, DOCUMENTED, &cancel)) {
        witness_async_undisturbed(t, CHARACTERISED, "call", call);
        return;
    }
    check_bool(t, DOCUMENTED, "call.over_while_held", await_notification(call, FOR_EVER_MS), false);
    server->peer.let_go(&server->peer, token_of(call));
    if (!check_bool(t, DOCUMENTED, "call.over_with_server", await_notification(call, SLACK_MS), true))
        return;
    note_rpc_status(t, "call.status", status_of(t, call)); /* the page leaves open which */
    async_cancel_control(t, worker, server);
}

TEST(ends_at_once, .clause = "RCT-ASYNC-2", .tiers = DOCUMENTED,
     .supports = "RpcAsyncCancelCall asynchronous_calls ncacn_ip_tcp");
TEST(waits_for_server, .clause = "RCT-ASYNC-3", .tiers = DOCUMENTED, .class = WAITING,
     .supports = "RpcAsyncCancelCall asynchronous_calls ncacn_ip_tcp");
