/* RCT-CB-1 to -3: calls that call the client back. The pages forbid to cancel them and do not say what comes of it;
 * they disagree on those that have not called back yet. No run-time that was at hand could issue a callback, so none of
 * this has been seen to run. */
#include "rig/callback.h"
#include "rig/cancel.h"
#include "rig/server.h"

#define CALLBACK_DEADLINE_MS 5000u
#define NEEDS                "RpcCancelThread callbacks ncacn_ip_tcp"

/* Begins a call that calls back, with cancel time-out 0. */
static struct operation *start_calling_back(struct test_case *t, struct worker *worker, struct server *server,
                                            unsigned flags)
{
    struct call_order order = {
        .peer = &server->peer, .binding = server->binding, .opnum = OP_CALL_BACK, .flags = flags, .cancel_timeout = 0
    };
    struct operation *call = prepare_call(t, worker, &order);
    hold_callbacks(t);
    start_operation(t, call);
    wait_until_blocked(t, call);
    return call;
}

static void await_callback_on(struct test_case *t, struct worker *worker)
{
    DWORD thread_id;
    if (!await_callback(CALLBACK_DEADLINE_MS, &thread_id))
        unresolved(t, "the callback did not reach the client");
    note_bool(t, "callback.on_calling_thread", thread_id == id_of(worker));
}

/* Cancelled or not, the call is not stuck once the callback is over and the server lets it go. */
static void check_not_stuck(struct test_case *t, struct worker *worker, struct server *server, struct operation *call)
{
    void *binding = bind_to(t, server->protseq, server->endpoint); /* the old connection may have gone with the call */
    await_end(call, SLACK_MS);
    check_outcome(t, AMBIGUOUS, "call.outcome", call_outcome(call), "blocked|failed");
    server->peer.let_go(&server->peer, remote_call_of(call)->token);
    check_bool(t, AMBIGUOUS, "call.ended", await_end(call, SLACK_MS), true);
    note_call(t, "released", call);
    cancel_control(t, worker, &server->peer, binding);
}

static void while_callback_runs(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_calling_back(t, worker, server, 0);
    await_callback_on(t, worker);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    check_cancel_status(t, CHARACTERISED, &cancel, ALLOW(RPC_S_OK));
    let_callback_return();
    check_not_stuck(t, worker, server, call);
}

static void after_callback(struct test_case *t)
{
    struct server_event called_back;
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_calling_back(t, worker, server, 0);
    await_callback_on(t, worker);
    let_callback_return();
    if (!await_event(server, CALL_CALLED_BACK, remote_call_of(call)->token, CALLBACK_DEADLINE_MS, &called_back) ||
        called_back.status != RPC_S_OK)
        unresolved(t, "the callback did not come back to the server with success");

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    check_cancel_status(t, CHARACTERISED, &cancel, ALLOW(RPC_S_OK));
    check_not_stuck(t, worker, server, call);
}

/* One page forbids it for whatever may call back; the other allows it as long as no callback was issued. */
static void before_any_callback(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_calling_back(t, worker, server, CALL_BACK_LAST);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    check_cancel_status(t, CHARACTERISED, &cancel, ALLOW(RPC_S_OK));
    let_callback_return();
    check_not_stuck(t, worker, server, call);
}

/* Either the callback fails, or all of the call. */
static void over_datagrams(struct test_case *t)
{
    struct server_event called_back;
    struct server *server = start_server(t, &ncadg_ip_udp);
    struct call_order order = { .peer = &server->peer, .binding = server->binding, .opnum = OP_CALL_BACK };
    struct operation *call = prepare_call(t, start_worker(t), &order);
    start_operation(t, call);
    if (!comes_to_block(t, call)) {
        check_outcome(t, DOCUMENTED, "call.outcome", call_outcome(call), "failed");
        note_call_end(t, "call", call);
        return;
    }
    if (!await_event(server, CALL_CALLED_BACK, remote_call_of(call)->token, CALLBACK_DEADLINE_MS, &called_back))
        unresolved(t, "the callback did not end");
    check_not_rpc_status(t, DOCUMENTED, "callback.status", called_back.status, RPC_S_OK);
}

TEST(while_callback_runs, .clause = "RCT-CB-1", .tiers = AMBIGUOUS, .supports = NEEDS);
TEST(after_callback, .clause = "RCT-CB-1", .tiers = AMBIGUOUS, .supports = NEEDS);
TEST(before_any_callback, .clause = "RCT-CB-2", .tiers = AMBIGUOUS, .supports = NEEDS);
TEST(over_datagrams, .clause = "RCT-CB-3", .tiers = DOCUMENTED, .supports = "callbacks ncadg_ip_udp");
