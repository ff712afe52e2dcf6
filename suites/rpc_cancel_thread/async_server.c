/* RCT-ASYNC-5: the server learns of the cancel of an asynchronous call by RpcServerTestCancel, given the handle that
 * RpcAsyncGetCallHandle makes of the state of its own asynchronous manager. */
#include "rig/async_call.h"

static const struct manner {
    const char *name;
    BOOL abort;
} manners[] = { { "abort", TRUE }, { "no_abort", FALSE } };

static void is_told(struct test_case *t)
{
    struct server_event polled, told;
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct async_call *call = issue_async_call(t, start_worker(t), server, OP_HOLD_ASYNC, POLL_WITH_HANDLE);
    if (!await_event(server, CALL_POLLED, token_of(call), 5000, &polled))
        unresolved(t, "the server did not ask about the call in time");
    check_bool(t, DOCUMENTED, "before.said_cancelled", polled.server_test_cancel.told, false);

    struct rpc_cancel cancel = call_rpc_async_cancel_call(call, VARIANT(t, struct manner)->abort);

    if (!check_cancel_accepted(t, DOCUMENTED, &cancel))
        return;
    check_bool(t, DOCUMENTED, "server.told", await_event(server, CALL_TOLD, token_of(call), SLACK_MS, &told), true);
}

TEST(is_told, .clause = "RCT-ASYNC-5", .variants = VARIANTS(manners, name), .tiers = DOCUMENTED,
     .supports = "RpcAsyncCancelCall RpcServerTestCancel asynchronous_calls ncacn_ip_tcp");
