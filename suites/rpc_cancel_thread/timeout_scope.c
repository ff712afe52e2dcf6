/* RCT-TMO-THREAD, -ALLCALLS, -LATE: whose cancel time-out RpcMgmtSetCancelTimeout sets, and for which calls. */
#include "rig/waits_for_server.h"

/* One thread sets 0, the other, which is there before that, sets nothing. */
static void is_of_one_thread(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *setter = start_worker(t);
    struct worker *other = start_worker(t);
    struct operation *call = start_held_call(t, setter, &server->peer, server->binding, 0);
    struct operation *others = start_held_call(t, other, &server->peer, server->binding, LEAVE_CANCEL_TIMEOUT);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, setter));
    if (check_cancel_accepted(t, DOCUMENTED, &cancel))
        witness_cancelled_at_once(t, DOCUMENTED, "setter", call, &cancel);
    cancel = call_rpc_cancel_thread(t, full_handle_of(t, other));
    witness_waits_for_server(t, DOCUMENTED, "other", server, others, &cancel, WATCH_MS);
    cancel_control(t, other, &server->peer, server->binding);
}

/* The next call that `worker` makes obeys the time-out of one second, whoever set it. */
static bool obeys(struct test_case *t, const char *prefix, struct worker *worker, struct server *server, void *binding,
                  LONG cancel_timeout)
{
    struct operation *call = start_held_call(t, worker, &server->peer, binding, cancel_timeout);
    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));
    return witness_cancelled(t, DOCUMENTED, prefix, call, &cancel, SECONDS_US(1) - GRAIN_US, SECONDS_US(1) + SLACK_US);
}

/* Set once, before the first call. A call that disobeys ends the case: after a time-out that is not what was set, what
 * other calls do tells nothing. */
static void is_of_all_calls(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct server *by_pipe = start_server(t, &ncacn_np);
    struct worker *worker = start_worker(t);
    void *second = bind_to(t, server->protseq, server->endpoint);

    (void)(obeys(t, "first", worker, server, server->binding, 1) &&
           obeys(t, "same_binding", worker, server, server->binding, LEAVE_CANCEL_TIMEOUT) &&
           obeys(t, "other_binding", worker, server, second, LEAVE_CANCEL_TIMEOUT) &&
           obeys(t, "other_protseq", worker, by_pipe, by_pipe->binding, LEAVE_CANCEL_TIMEOUT));
}

static const struct moment {
    const char *name;
    bool after_cancel;
} moments[] = {
    { "BEFORE_THE_CANCEL", false },
    { "AFTER_THE_CANCEL", true },
};

/* RpcMgmtSetCancelTimeout has no parameter for a thread, so while a thread waits in a call only others can call it. */
static void set_on_another_thread(struct test_case *t, struct server *server)
{
    struct call_order order = {
        .peer = &server->peer, .binding = server->binding, .opnum = OP_ECHO, .cancel_timeout = 0
    };
    struct operation *echo = prepare_call(t, start_worker(t), &order);
    start_operation(t, echo);
    if (!await_end(echo, 5000))
        unresolved(t, "a call that nobody cancels did not return");
    note_rpc_status(t, "set.status", remote_call_of(echo)->timeout_status);
}

static void is_set_during_the_call(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    bool after_cancel = VARIANT(t, struct moment)->after_cancel;
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, LEAVE_CANCEL_TIMEOUT);

    if (!after_cancel)
        set_on_another_thread(t, server);
    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));
    if (after_cancel)
        set_on_another_thread(t, server);

    check_cancel_accepted(t, CHARACTERISED, &cancel);
    witness_waits_for_server(t, CHARACTERISED, "call", server, call, &cancel, 1000);
}

TEST(is_of_one_thread, .clause = "RCT-TMO-THREAD", .tiers = DOCUMENTED, .class = WAITING,
     .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_ip_tcp");
TEST(is_of_all_calls, .clause = "RCT-TMO-ALLCALLS", .tiers = DOCUMENTED, .class = WAITING,
     .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_ip_tcp ncacn_np", .budget_ms = 30000);
TEST(is_set_during_the_call, .clause = "RCT-TMO-LATE", .variants = VARIANTS(moments, name), .tiers = CHARACTERISED,
     .class = WAITING, .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_ip_tcp");
