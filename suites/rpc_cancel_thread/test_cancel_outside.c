/* RCT-TESTCANCEL-5: RpcTestCancel on a thread that serves no call. No page says what it answers there. */
#include "rig/outside.h"

static void in_client(struct test_case *t)
{
    struct cancel_polls polls = ask_in_client(POLL_TEST_CANCEL).test_cancel;
    note_polls(t, "test_cancel", &polls);
}

static void in_client_after_call(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    need_echo(t, server->binding, &server->peer); /* on this thread */
    struct cancel_polls polls = ask_in_client(POLL_TEST_CANCEL).test_cancel;
    note_polls(t, "test_cancel", &polls);
}

static void in_server(struct test_case *t)
{
    struct cancel_polls polls = ask_in_server(t, start_server(t, &ncacn_ip_tcp), POLL_TEST_CANCEL).test_cancel;
    note_polls(t, "test_cancel", &polls);
}

#define CLAUSE .clause = "RCT-TESTCANCEL-5", .tiers = CHARACTERISED
TEST(in_client, CLAUSE, .supports = "RpcTestCancel");
TEST(in_client_after_call, CLAUSE, .supports = "RpcTestCancel ncacn_ip_tcp");
TEST(in_server, CLAUSE, .supports = "RpcTestCancel ncacn_ip_tcp");
