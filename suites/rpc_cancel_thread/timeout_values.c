/* RCT-TMO-RET, -BAD: what RpcMgmtSetCancelTimeout answers to values that its page names, and to others. */
#include "rig/waits_for_server.h"

#include <limits.h>

static const struct timeout {
    const char *name;
    LONG seconds;
} named[] = {
    { "INFINITE", RPC_C_CANCEL_INFINITE_TIMEOUT },
    { "0", 0 },
    { "1", 1 },
    { "3600", 3600 },
}, unnamed[] = {
    { "MINUS_2", -2 },
    { "MINUS_5", -5 },
    { "LONG_MIN", INT32_MIN },
    { "LONG_MAX", INT32_MAX },
};

static struct operation *start_with(struct test_case *t, struct server *server, struct worker *worker)
{
    LONG seconds = VARIANT(t, struct timeout)->seconds;
    return start_held_call(t, worker, &server->peer, server->binding, seconds);
}

/* RPC_S_OK counts only if the time-out is then the thread's. */
static void is_accepted(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    LONG seconds = VARIANT(t, struct timeout)->seconds;
    struct operation *call = start_with(t, server, worker);
    const struct remote_call *set = remote_call_of(call);
    check_bool(t, DOCUMENTED, "set.returned", !set->timeout_exception, true);
    check_rpc_status(t, DOCUMENTED, "set.status", set->timeout_status, ALLOW(RPC_S_OK));

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    if (seconds == 0)
        witness_cancelled_at_once(t, DOCUMENTED, "call", call, &cancel);
    else if (seconds == 1)
        witness_cancelled(t, DOCUMENTED, "call", call, &cancel, SECONDS_US(1) - GRAIN_US, SECONDS_US(1) + SLACK_US);
    else
        witness_waits_for_server(t, DOCUMENTED, "call", server, call, &cancel, WATCH_MS);
    cancel_control(t, worker, &server->peer, server->binding);
}

static void is_answered(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_with(t, server, worker);
    const struct remote_call *set = remote_call_of(call);
    if (set->timeout_exception)
        note_exception(t, "set.exception", set->timeout_exception);
    else
        note_rpc_status(t, "set.status", set->timeout_status);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    check_cancel_accepted(t, CHARACTERISED, &cancel);
    witness_waits_for_server(t, CHARACTERISED, "call", server, call, &cancel, 1000);
}

TEST(is_accepted, .clause = "RCT-TMO-RET", .variants = VARIANTS(named, name), .tiers = DOCUMENTED, .class = WAITING,
     .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_ip_tcp");
TEST(is_answered, .clause = "RCT-TMO-BAD", .variants = VARIANTS(unnamed, name), .tiers = CHARACTERISED,
     .class = WAITING, .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_ip_tcp");
