/* RCT-TESTCANCEL-1 to -4: what RpcTestCancel says in a manager, before its call is cancelled and after. */
#include "rig/told.h"

/* The server is to be told long before this runs out, and then holds the call on. */
#define CANCEL_TIMEOUT_S 10

#define NEEDS "RpcCancelThread RpcTestCancel ncacn_ip_tcp"

static void says_cancelled(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_polled_call(t, worker, server, POLL_TEST_CANCEL, CANCEL_TIMEOUT_S, NULL);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    if (check_cancel_accepted(t, DOCUMENTED, &cancel))
        witness_told(t, DOCUMENTED, "server", server, call, &cancel, NULL);
    struct server_event left = leave_call(t, server, call);
    note_polls(t, "test_cancel", &left.test_cancel);
}

static void says_not_cancelled(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_polled_call(t, worker, server, POLL_TEST_CANCEL, CANCEL_TIMEOUT_S, NULL);

    struct server_event left = leave_call(t, server, call);

    check_bool(t, DOCUMENTED, "test_cancel.returned", !left.test_cancel.exception, true);
    check_bool(t, DOCUMENTED, "test_cancel.said_cancelled", left.test_cancel.told, false);
    note_polls(t, "test_cancel", &left.test_cancel);
    told_control(t, worker, server, POLL_TEST_CANCEL);
}

/* 5 is not unusual, says the page. */
static void how_it_says_no(struct test_case *t)
{
    struct server_event polled;
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    start_polled_call(t, worker, server, POLL_TEST_CANCEL, CANCEL_TIMEOUT_S, &polled);

    check_rpc_status(t, CHARACTERISED, "test_cancel.first", polled.test_cancel.first, ALLOW(RPC_S_ACCESS_DENIED));
    check_rpc_status(t, CHARACTERISED, "test_cancel.other", polled.test_cancel.other, ALLOW(RPC_S_ACCESS_DENIED));
}

/* Whether asking takes the indication away: the page of RpcServerTestCancel says that it does not, this one is silent.
 */
static void asking_again(struct test_case *t)
{
    struct server_event told;
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_polled_call(t, worker, server, POLL_TEST_CANCEL, CANCEL_TIMEOUT_S, NULL);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    check_cancel_accepted(t, CHARACTERISED, &cancel);
    if (!witness_told(t, CHARACTERISED, "server", server, call, &cancel, &told))
        return;
    note_rpc_status(t, "again.second", told.test_cancel.again[0]);
    note_rpc_status(t, "again.third", told.test_cancel.again[1]);
    note_rpc_status(t, "again.fourth", told.test_cancel.again[2]);
}

TEST(says_cancelled, .clause = "RCT-TESTCANCEL-1", .tiers = DOCUMENTED, .supports = NEEDS);
TEST(says_not_cancelled, .clause = "RCT-TESTCANCEL-2", .tiers = DOCUMENTED, .supports = NEEDS);
TEST(how_it_says_no, .clause = "RCT-TESTCANCEL-3", .tiers = CHARACTERISED, .supports = NEEDS);
TEST(asking_again, .clause = "RCT-TESTCANCEL-4", .tiers = CHARACTERISED, .supports = NEEDS);
