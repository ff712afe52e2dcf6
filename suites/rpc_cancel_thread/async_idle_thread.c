/* RCT-ASYNC-6: RpcCancelThread is not for asynchronous calls. What it does to the thread that issued one, and is idle
 * since, no page says. */
#include "rig/async_call.h"

static void leaves_call_alone(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct async_call *call = issue_async_call(t, worker, server, OP_HOLD, 0);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    check_cancel_status(t, CHARACTERISED, &cancel, ALLOW(RPC_S_OK));
    witness_async_undisturbed(t, CHARACTERISED, "call", call);
    cancel_control(t, worker, &server->peer, server->binding);
}

TEST(leaves_call_alone, .clause = "RCT-ASYNC-6", .tiers = CHARACTERISED,
     .supports = "RpcCancelThread asynchronous_calls ncacn_ip_tcp");
