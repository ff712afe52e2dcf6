/* RCT-CORE-2: only the call of the thread that is named is cancelled. Two others go on, one on the same binding and one
 * on a binding of its own.
 */
#include "rig/cancel.h"
#include "rig/server.h"

static const struct row {
    const char *name;
    const struct protseq *protseq;
    enum tier tier;
} protseqs[] = {
    { "ncacn_ip_tcp", &ncacn_ip_tcp, DOCUMENTED },
    { "ncacn_np", &ncacn_np, DOCUMENTED },
    { "ncalrpc", &ncalrpc, CHARACTERISED }, /* which the page excludes */
};

static void others_go_on(struct test_case *t)
{
    const struct row *row = VARIANT(t, struct row);
    struct server *server = start_server(t, row->protseq);
    void *own_binding = bind_to(t, row->protseq, server->endpoint);
    struct worker *worker = start_worker(t), *first = start_worker(t), *last = start_worker(t);
    struct operation *same = start_held_call(t, first, &server->peer, server->binding, 0);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);
    struct operation *own = start_held_call(t, last, &server->peer, own_binding, 0);

    struct rpc_cancel cancel = cancel_until_ended(t, full_handle_of(t, worker), call);

    check_cancel_accepted(t, row->tier, &cancel);
    witness_cancelled_at_once(t, row->tier, "call", call, &cancel);
    witness_left_alone(t, row->tier, "same_binding", same, false);
    witness_left_alone(t, row->tier, "own_binding", own, false);
}

TEST(others_go_on, .clause = "RCT-CORE-2", .variants = VARIANTS(protseqs, name), .tiers = DOCUMENTED,
     .supports = "RpcCancelThread");
