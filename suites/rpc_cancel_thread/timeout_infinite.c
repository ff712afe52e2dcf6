/* RCT-TMO-DEFAULT, -INF, -INF-ST: by default, and with the infinite cancel time-out, a cancelled call waits for its
 * server for ever.
 */
#include "rig/waits_for_server.h"

#define BRIEF_WATCH_MS 1000u

static void wait_with(struct test_case *t, LONG cancel_timeout)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, cancel_timeout);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    check_cancel_accepted(t, DOCUMENTED, &cancel);
    witness_waits_for_server(t, DOCUMENTED, "call", server, call, &cancel, WATCH_MS);
    cancel_control(t, worker, &server->peer, server->binding);
}

static void waits_for_server_by_default(struct test_case *t)
{
    wait_with(t, LEAVE_CANCEL_TIMEOUT); /* the thread is new: nobody set its time-out */
}

static void waits_for_server(struct test_case *t)
{
    wait_with(t, RPC_C_CANCEL_INFINITE_TIMEOUT);
}

/* Cancelled, and yet answered: the result of the server, or the news of the cancel? No page tells. */
static void status_after_server_returned(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, RPC_C_CANCEL_INFINITE_TIMEOUT);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    check_cancel_accepted(t, CHARACTERISED, &cancel);
    witness_waits_for_server(t, CHARACTERISED, "call", server, call, &cancel, BRIEF_WATCH_MS);
}

TEST(waits_for_server_by_default, .clause = "RCT-TMO-DEFAULT", .tiers = DOCUMENTED, .class = WAITING,
     .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_ip_tcp");
TEST(waits_for_server, .clause = "RCT-TMO-INF", .tiers = DOCUMENTED, .class = WAITING,
     .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_ip_tcp");
TEST(status_after_server_returned, .clause = "RCT-TMO-INF-ST", .tiers = CHARACTERISED, .class = WAITING,
     .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_ip_tcp");
