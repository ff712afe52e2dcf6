/* RCT-TMO-RAISE: the failure of an abandoned call is an exception, to a program that calls through the stubs of an IDL
 * compiler; and it is the status that the run-time gives to a call made by hand.
 */
#include "rig/abandoned.h"
#include "rig/server.h"
#include "rig/stubs.h"

static struct operation *start_stub_call(struct test_case *t, struct worker *worker, struct server *server)
{
    struct call_order order = { .peer = &server->peer,
                                .binding = server->binding,
                                .opnum = OP_HOLD,
                                .cancel_timeout = 0,
                                .transfer = transfer_through_stub };
    return start_call(t, worker, &order);
}

/* A call through a stub that nobody cancels returns its own reply. */
static void need_stub_to_work(struct test_case *t, struct worker *worker, struct server *server)
{
    struct operation *call = start_stub_call(t, worker, server);
    char why[160] = "";
    if (!release_operation(t, call) || !call->kind->is_full(call, why, sizeof(why)))
        unresolved(t, "a call through a stub that nobody cancels: %s", why);
}

static void is_raised(struct test_case *t)
{
    need_stubs(t);
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    need_stub_to_work(t, worker, server);
    struct operation *by_hand = start_held_call(t, worker, &server->peer, server->binding, 0);
    cancel_until_ended(t, full_handle_of(t, worker), by_hand);
    struct operation *call = start_stub_call(t, worker, server);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    if (!check_cancel_accepted(t, DOCUMENTED, &cancel) ||
        !check_bool(t, DOCUMENTED, "call.ended", await_end(call, SLACK_MS), true))
        return;
    const struct remote_call *ended = remote_call_of(call);
    if (check_bool(t, DOCUMENTED, "call.raised", ended->exception != 0, true))
        check_exception(t, AMBIGUOUS, "call.exception", ended->exception, STATUSES_OF_ABANDONED);
    note_page_met(t, "call", call);
    note_call(t, "by_hand", by_hand);
    if (has_ended(by_hand))
        check_bool(t, IMPLIED, "same_both_ways", ended->status == remote_call_of(by_hand)->status, true);
}

TEST(is_raised, .clause = "RCT-TMO-RAISE", .tiers = DOCUMENTED | IMPLIED | AMBIGUOUS,
     .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_ip_tcp");
