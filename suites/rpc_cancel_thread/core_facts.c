#include "core_facts.h"

#include "rig/server.h"

/* The page says RPC_S_CALL_FAILED, that of RpcCancelThreadEx RPC_S_CALL_CANCELLED. */
#define STATUSES_OF_A_CANCELLED_CALL ALLOW(RPC_S_CALL_FAILED, RPC_S_CALL_CANCELLED)

void verify_end_at_once(struct test_case *t, struct peer *peer, void *binding)
{
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, peer, binding, 0);

    struct rpc_cancel cancel = cancel_until_ended(t, full_handle_of(t, worker), call);

    if (check_cancel_accepted(t, DOCUMENTED, &cancel))
        witness_cancelled_with(t, DOCUMENTED, "call", call, &cancel, 0, SLACK_US, AMBIGUOUS,
                               STATUSES_OF_A_CANCELLED_CALL);
}

#define FINITE_TIMEOUT_S 1

/* One cancel alone: each further one might begin the time-out anew. */
static void verify_time_out(struct test_case *t, struct peer *peer, void *binding)
{
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, peer, binding, FINITE_TIMEOUT_S);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    if (check_cancel_accepted(t, DOCUMENTED, &cancel))
        witness_cancelled_with(t, DOCUMENTED, "call", call, &cancel, FINITE_TIMEOUT_S * UINT64_C(1000000) - GRAIN_US,
                               FINITE_TIMEOUT_S * UINT64_C(1000000) + SLACK_US, AMBIGUOUS,
                               STATUSES_OF_A_CANCELLED_CALL);
}

static void verify_other_call_goes_on(struct test_case *t, struct peer *peer, void *binding)
{
    struct worker *worker = start_worker(t), *other_worker = start_worker(t);
    struct operation *other = start_held_call(t, other_worker, peer, binding, 0);
    struct operation *call = start_held_call(t, worker, peer, binding, 0);

    struct rpc_cancel cancel = cancel_until_ended(t, full_handle_of(t, worker), call);

    if (check_cancel_accepted(t, DOCUMENTED, &cancel))
        witness_cancelled_at_once(t, DOCUMENTED, "call", call, &cancel);
    witness_undisturbed(t, DOCUMENTED, "other_call", other);
    cancel_control(t, other_worker, peer, binding);
}

const struct core_fact core_facts[CORE_FACTS] = {
    { "time_out_0_ends_it_at_once", verify_end_at_once, false },
    { "time_out_1_ends_it_after_that", verify_time_out, true },
    { "call_of_another_thread_goes_on", verify_other_call_goes_on, false },
};

void verify_end_or_none(struct test_case *t, enum tier tier, const struct protseq *protseq)
{
    struct server *server = start_server(t, protseq);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);

    struct rpc_cancel cancel = cancel_until_ended(t, full_handle_of(t, worker), call);

    check_cancel_status(t, CHARACTERISED, &cancel, ALLOW(RPC_S_OK));
    check_outcome(t, tier, "call.after_cancel", call_outcome(call), "failed|blocked");
    if (has_ended(call)) {
        check_rpc_status(t, tier, "call.status", remote_call_of(call)->status, STATUSES_OF_A_CANCELLED_CALL);
        note_call_end(t, "call", call);
        return;
    }
    witness_undisturbed(t, tier, "call", call);
    /* That the thread can be cancelled at all shows on a protocol sequence that the page includes. */
    struct server *control = start_server(t, &ncacn_ip_tcp);
    cancel_control(t, worker, &control->peer, control->binding);
}
