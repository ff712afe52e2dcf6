/* RCT-ACCESS-1, -8: one table of rights, none of which is THREAD_SET_CONTEXT. A handle with such a right is refused and
 * the call goes on; with THREAD_SET_CONTEXT added it is accepted and the call ends.
 */
#include "rig/cancel.h"
#include "rig/server.h"
#include "thread_rights.h"

/* With cancel time-out 0: an accepted cancel would end the call while the server still holds it. */
static void is_refused(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);
    HANDLE thread = duplicate_thread(t, worker, VARIANT(t, struct right)->access);
    note_granted_access(t, "thread", thread);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, thread);

    check_cancel_status(t, DOCUMENTED, &cancel, ALLOW(RPC_S_ACCESS_DENIED));
    await_undue_effect(&cancel, call);
    witness_undisturbed(t, DOCUMENTED, "call", call);
    cancel_control(t, worker, &server->peer, server->binding);
}

static void is_enough_with(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);
    HANDLE thread = duplicate_thread(t, worker, VARIANT(t, struct right)->access | THREAD_SET_CONTEXT);
    note_granted_access(t, "thread", thread);

    struct rpc_cancel cancel = cancel_until_ended(t, thread, call);

    if (check_cancel_accepted(t, IMPLIED, &cancel))
        witness_cancelled_at_once(t, IMPLIED, "call", call, &cancel);
}

TEST(is_refused, .clause = "RCT-ACCESS-8", .variants = VARIANTS(rights, name), .tiers = DOCUMENTED,
     .supports = "RpcCancelThread ncacn_ip_tcp");
TEST(is_enough_with, .clause = "RCT-ACCESS-1", .variants = VARIANTS(rights, name), .tiers = IMPLIED,
     .supports = "RpcCancelThread ncacn_ip_tcp");
