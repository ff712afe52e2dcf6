/* RCT-EX-ACCESS-1, -8: the rights that RpcCancelThread asks for, asked by RpcCancelThreadEx. Its time-out is 0: an
 * accepted cancel would end the call while the server still holds it.
 */
#include "rig/cancel.h"
#include "rig/server.h"
#include "thread_rights.h"

static void is_refused_by_ex(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);
    HANDLE thread = duplicate_thread(t, worker, VARIANT(t, struct right)->access);
    note_granted_access(t, "thread", thread);

    struct rpc_cancel cancel = call_rpc_cancel_thread_ex(t, thread, 0);

    check_cancel_status(t, DOCUMENTED, &cancel, ALLOW(RPC_S_ACCESS_DENIED));
    witness_left_alone(t, DOCUMENTED, "call", call, answer_of(&cancel) == RPC_S_OK);
    cancel_control(t, worker, &server->peer, server->binding);
}

static void is_enough_for_ex(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);
    HANDLE thread = duplicate_thread(t, worker, VARIANT(t, struct right)->access | THREAD_SET_CONTEXT);
    note_granted_access(t, "thread", thread);

    struct rpc_cancel cancel = call_rpc_cancel_thread_ex(t, thread, 0);

    if (check_cancel_accepted(t, IMPLIED, &cancel))
        witness_cancelled_at_once(t, IMPLIED, "call", call, &cancel);
}

TEST(is_refused_by_ex, .clause = "RCT-EX-ACCESS-8", .variants = VARIANTS(rights, name), .tiers = DOCUMENTED,
     .supports = "RpcCancelThread RpcCancelThreadEx ncacn_ip_tcp");
TEST(is_enough_for_ex, .clause = "RCT-EX-ACCESS-1", .variants = VARIANTS(rights, name), .tiers = IMPLIED,
     .supports = "RpcCancelThreadEx ncacn_ip_tcp");
