/* RCT-CORE-3: whether the binding of a call that was abandoned can be used for the next call, by the same thread and by
 * another. Recorded; no page says so.
 */
#include "rig/cancel.h"
#include "rig/over.h"
#include "rig/server.h"

static void note_next_call(struct test_case *t, const char *prefix, struct worker *worker, struct server *server)
{
    struct call_order order = { .peer = &server->peer, .binding = server->binding, .opnum = OP_ECHO };
    struct operation *call = prepare_call(t, worker, &order);
    start_operation(t, call);
    await_end(call, 5000);
    note_call(t, prefix, call);
}

static void binding_can_be_used_again(struct test_case *t)
{
    struct server *server = start_server(t, VARIANT(t, struct over)->protseq);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);

    struct rpc_cancel cancel = cancel_until_ended(t, full_handle_of(t, worker), call);

    note_rpc_cancel(t, "cancel", &cancel);
    if (!has_ended(call))
        unresolved(t, "the call did not end by a cancel, so nothing comes after it");
    note_call(t, "call", call);
    note_next_call(t, "same_thread", worker, server);
    note_next_call(t, "other_thread", start_worker(t), server);
}

TEST(binding_can_be_used_again, .clause = "RCT-CORE-3", .variants = VARIANTS(connections_and_local, name),
     .tiers = CHARACTERISED, .supports = "RpcCancelThread");
