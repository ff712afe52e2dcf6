/* RCT-SERVERTEST-1, -2, -4: what RpcServerTestCancel says in a manager, before its call is cancelled and after. */
#include "rig/told.h"

#define CANCEL_TIMEOUT_S 10 /* longer than any of this takes */
#define NEEDS            "RpcCancelThread RpcServerTestCancel ncacn_ip_tcp"

static const struct manner {
    const char *name;
    unsigned flag;
} manners[] = {
    { "zero", POLL_SERVER_TEST_CANCEL },    /* the call on this thread */
    { "handle_of_call", POLL_WITH_HANDLE }, /* the handle that the run-time gave the manager */
};

/* An implementation that always says one of the two cannot pass. */
static void says_both(struct test_case *t)
{
    struct server_event polled, told;
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call =
        start_polled_call(t, worker, server, VARIANT(t, struct manner)->flag, CANCEL_TIMEOUT_S, &polled);
    check_bool(t, DOCUMENTED, "before.returned", !polled.server_test_cancel.exception, true);
    check_rpc_status(t, DOCUMENTED, "before.first", polled.server_test_cancel.first, ALLOW(RPC_S_CALL_IN_PROGRESS));
    check_rpc_status(t, DOCUMENTED, "before.other", polled.server_test_cancel.other, ALLOW(RPC_S_CALL_IN_PROGRESS));

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    if (check_cancel_accepted(t, DOCUMENTED, &cancel))
        witness_told(t, DOCUMENTED, "server", server, call, &cancel, &told);
}

static void changes_nothing(struct test_case *t)
{
    struct server_event told;
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call =
        start_polled_call(t, worker, server, VARIANT(t, struct manner)->flag, CANCEL_TIMEOUT_S, NULL);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    if (!check_cancel_accepted(t, DOCUMENTED, &cancel) ||
        !witness_told(t, DOCUMENTED, "server", server, call, &cancel, &told))
        return;
    check_bool(t, DOCUMENTED, "again.returned", !told.server_test_cancel.exception, true);
    check_rpc_status(t, DOCUMENTED, "again.second", told.server_test_cancel.again[0], ALLOW(RPC_S_OK));
    check_rpc_status(t, DOCUMENTED, "again.third", told.server_test_cancel.again[1], ALLOW(RPC_S_OK));
    check_rpc_status(t, DOCUMENTED, "again.fourth", told.server_test_cancel.again[2], ALLOW(RPC_S_OK));
}

/* Both are asked in each round: whether they change in the same one. */
static void agree(struct test_case *t)
{
    struct server_event polled, told;
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call =
        start_polled_call(t, worker, server, POLL_TEST_CANCEL | POLL_SERVER_TEST_CANCEL, CANCEL_TIMEOUT_S, &polled);
    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));
    check_cancel_accepted(t, CHARACTERISED, &cancel);
    witness_told(t, CHARACTERISED, "server", server, call, &cancel, &told);

    note_rpc_status(t, "before.test_cancel", polled.test_cancel.first);
    note_rpc_status(t, "before.server_test_cancel", polled.server_test_cancel.first);
    note_attempts(t, "told_in_same_round", told.test_cancel.told && told.server_test_cancel.told);
    struct server_event left = leave_call(t, server, call);
    note_bool(t, "after.test_cancel_told", left.test_cancel.told);
    note_bool(t, "after.server_test_cancel_told", left.server_test_cancel.told);
}

TEST(says_both, .clause = "RCT-SERVERTEST-1", .variants = VARIANTS(manners, name), .tiers = DOCUMENTED,
     .supports = NEEDS);
TEST(changes_nothing, .clause = "RCT-SERVERTEST-2", .variants = VARIANTS(manners, name), .tiers = DOCUMENTED,
     .supports = NEEDS);
TEST(agree, .clause = "RCT-SERVERTEST-4", .tiers = CHARACTERISED, .supports = NEEDS " RpcTestCancel");
