/* RCT-ACCESS-10: how a generic right is mapped to a thread's rights is open, and recorded. That the call follows what
 * came of it, as the handle itself tells, is not open.
 */
#include "rig/cancel.h"
#include "rig/server.h"
#include "thread_access.h"

static void is_accepted(struct test_case *t, HANDLE thread, struct operation *call, enum tier tier)
{
    struct rpc_cancel cancel = cancel_until_ended(t, thread, call);

    if (check_cancel_accepted(t, tier, &cancel))
        witness_cancelled_at_once(t, tier, "call", call, &cancel);
}

static void is_refused(struct test_case *t, HANDLE thread, struct operation *call)
{
    struct rpc_cancel cancel = call_rpc_cancel_thread(t, thread);

    check_cancel_status(t, DOCUMENTED, &cancel, ALLOW(RPC_S_ACCESS_DENIED));
    witness_left_alone(t, DOCUMENTED, "call", call, answer_of(&cancel) == RPC_S_OK);
}

static void follows_the_mapping(struct test_case *t)
{
    const struct generic *row = VARIANT(t, struct generic);
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);
    HANDLE thread = row->make(t, worker, row->access);
    DWORD granted = note_granted_access(t, "thread", thread);

    if (granted == UNKNOWN_ACCESS)
        is_accepted(t, thread, call, CHARACTERISED);
    else if (granted & THREAD_SET_CONTEXT)
        is_accepted(t, thread, call, IMPLIED);
    else
        is_refused(t, thread, call);
    if (!has_ended(call))
        return;
    cancel_control(t, worker, &server->peer, server->binding);
}

TEST(follows_the_mapping, .clause = "RCT-ACCESS-10", .variants = VARIANTS(generics, name),
     .tiers = DOCUMENTED | IMPLIED, .supports = "RpcCancelThread ncacn_ip_tcp");
