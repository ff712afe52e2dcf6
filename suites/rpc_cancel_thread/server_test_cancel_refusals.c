/* RCT-SERVERTEST-3, -5: where there is no call, or no handle of one. */
#include "rig/outside.h"

static const struct place {
    const char *name;
    bool is_server;
} places[] = { { "in_client", false }, { "in_server", true } };

static void check_answer(struct test_case *t, unsigned flags, uint64_t status)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct cancel_polls polls =
        (VARIANT(t, struct place)->is_server ? ask_in_server(t, server, flags) : ask_in_client(flags))
            .server_test_cancel;
    check_bool(t, DOCUMENTED, "answer.returned", !polls.exception, true);
    if (polls.exception)
        note_exception(t, "answer.exception", polls.exception);
    else
        check_rpc_status(t, DOCUMENTED, "answer.status", polls.first, ALLOW(status));
    told_control(t, start_worker(t), server, POLL_SERVER_TEST_CANCEL);
}

static void no_call(struct test_case *t)
{
    check_answer(t, POLL_SERVER_TEST_CANCEL, RPC_S_NO_CALL_ACTIVE);
}

static void bad_handle(struct test_case *t)
{
    check_answer(t, POLL_BAD_HANDLE, RPC_S_INVALID_BINDING);
}

#define REST                                                                                                           \
    .variants = VARIANTS(places, name), .tiers = DOCUMENTED,                                                           \
    .supports = "RpcCancelThread RpcServerTestCancel ncacn_ip_tcp"
TEST(no_call, .clause = "RCT-SERVERTEST-3", REST);
TEST(bad_handle, .clause = "RCT-SERVERTEST-5", REST);
