/* RCT-CORE-1: a thread cancels the call that another thread of the same client has in progress. The call ends while its
 * server still holds it.
 */
#include "rig/cancel.h"
#include "rig/over.h"
#include "rig/server.h"

static void ends_call_of_another_thread(struct test_case *t)
{
    struct server *server = start_server(t, VARIANT(t, struct over)->protseq);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);

    struct rpc_cancel cancel = cancel_until_ended(t, full_handle_of(t, worker), call);

    witness_cancelled_at_once(t, DOCUMENTED, "call", call, &cancel);
    note_rpc_cancel(t, "cancel", &cancel);
    check_bool(t, DOCUMENTED, "server.holds", !await_event(server, CALL_LEFT, remote_call_of(call)->token, 0, NULL),
               true);
}

TEST(ends_call_of_another_thread, .clause = "RCT-CORE-1", .variants = VARIANTS(connections, name), .tiers = DOCUMENTED,
     .supports = "RpcCancelThread");
