/* RCT-EX-BLOCK, -PRECEDENCE: what the page of RpcCancelThreadEx leaves open. Recorded, not judged. */
#include "rig/ex_cancel.h"
#include "rig/server.h"

#define WATCH_MS  1000u
#define BLOCKS_US UINT64_C(500000) /* longer than any call that does not wait, shorter than a second */

static const struct timeout {
    const char *name;
    LONG seconds;
} timeouts[] = {
    { "0", 0 },
    { "1_SECOND", 1 },
    { "INFINITE", RPC_C_CANCEL_INFINITE_TIMEOUT },
};

/* The server holds the call until the function has returned, or for longer than its time-out. */
static void may_block(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    LONG seconds = VARIANT(t, struct timeout)->seconds;
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, LEAVE_CANCEL_TIMEOUT);

    struct operation *cancelling = start_cancel_ex(t, full_handle_of(t, worker), seconds, call);

    bool returned = await_end(cancelling, seconds > 0 ? WATCH_MS * (unsigned)seconds + WATCH_MS : WATCH_MS);
    release_operation(t, call);
    if (!await_end(cancelling, 5000))
        unresolved(t, "RpcCancelThreadEx did not return though the call had ended");
    struct rpc_cancel cancel = ex_cancel_of(cancelling);
    check_cancel_accepted(t, CHARACTERISED, &cancel);
    note_bool(t, "cancel.blocks", !returned || cancel.after_us - cancel.before_us >= BLOCKS_US);
}

static const struct pair {
    const char *name;
    LONG of_thread, of_cancel; /* seconds: RpcMgmtSetCancelTimeout's, RpcCancelThreadEx's */
} pairs[] = {
    { "CANCEL_IS_SHORTER", 60, 1 },
    { "THREAD_IS_SHORTER", 1, 60 },
};

static const char *when_ended(struct operation *call, const struct rpc_cancel *cancel)
{
    if (!has_ended(call))
        return "not_yet";
    return us_from_cancel_to_end(cancel, call) < SECONDS_US(1) - GRAIN_US ? "at_once" : "after_1_second";
}

/* The thread's time-out and the function's: which one counts? */
static void has_precedence(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    const struct pair *pair = VARIANT(t, struct pair);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, pair->of_thread);
    struct rpc_cancel cancel = { .before_us = now_us() };

    struct operation *cancelling = start_cancel_ex(t, full_handle_of(t, worker), pair->of_cancel, call);

    await_end(call, 1000u + SLACK_MS);
    note_outcome(t, "call.ended", when_ended(call, &cancel));
    note_bool(t, "cancel.returned", await_end(cancelling, 500));
    note_call(t, "call", call);
}

TEST(may_block, .clause = "RCT-EX-BLOCK", .variants = VARIANTS(timeouts, name), .tiers = CHARACTERISED,
     .class = WAITING, .supports = "RpcCancelThreadEx ncacn_ip_tcp");
TEST(has_precedence, .clause = "RCT-EX-PRECEDENCE", .variants = VARIANTS(pairs, name), .tiers = CHARACTERISED,
     .class = WAITING, .supports = "RpcCancelThreadEx RpcMgmtSetCancelTimeout ncacn_ip_tcp");
