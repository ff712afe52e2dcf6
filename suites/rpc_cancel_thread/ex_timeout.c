/* RCT-EX-0, -N, -INF: RpcCancelThreadEx brings the seconds that the call waits for its server with it. The calling
 * thread has set none, so by itself it would wait for ever.
 *
 * One parameter, two descriptions: how long the function waits before it returns, and how long the call waits for its
 * server. These cases ask of the function only that it returns in that time, see RCT-EX-BLOCK for when it does.
 */
#include "rig/abandoned.h"
#include "rig/ex_cancel.h"
#include "rig/finite_timeouts.h"
#include "rig/waits_for_server.h"

static void is_abandoned_at_once(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, LEAVE_CANCEL_TIMEOUT);

    struct rpc_cancel cancel;
    if (!cancel_ex_is_accepted(t, IMPLIED, full_handle_of(t, worker), 0, call, &cancel))
        return;
    witness_cancelled_with(t, IMPLIED, "call", call, &cancel, 0, SLACK_US, AMBIGUOUS, STATUSES_OF_ABANDONED);
    note_page_met(t, "call", call);
}

static void is_abandoned_in_time(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    LONG seconds = VARIANT(t, struct timeout)->seconds;
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, LEAVE_CANCEL_TIMEOUT);

    struct rpc_cancel cancel;
    if (!cancel_ex_is_accepted(t, DOCUMENTED, full_handle_of(t, worker), seconds, call, &cancel))
        return;
    witness_cancelled_with(t, DOCUMENTED, "call", call, &cancel, SECONDS_US(seconds) - GRAIN_US,
                           SECONDS_US(seconds) + SLACK_US, AMBIGUOUS, STATUSES_OF_ABANDONED);
    note_page_met(t, "call", call);
}

static void waits_for_server(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, LEAVE_CANCEL_TIMEOUT);
    uint64_t began_us = now_us();

    struct operation *cancelling = start_cancel_ex(t, full_handle_of(t, worker), RPC_C_CANCEL_INFINITE_TIMEOUT, call);

    struct rpc_cancel cancel = { .before_us = began_us };
    witness_waits_for_server(t, DOCUMENTED, "call", server, call, &cancel, WATCH_MS);
    if (!check_bool(t, DOCUMENTED, "cancel.returned", await_end(cancelling, SLACK_MS), true))
        return;
    cancel = ex_cancel_of(cancelling);
    check_cancel_accepted(t, DOCUMENTED, &cancel);
    cancel_ex_control(t, worker, &server->peer, server->binding);
}

TEST(is_abandoned_at_once, .clause = "RCT-EX-0", .tiers = IMPLIED | AMBIGUOUS,
     .supports = "RpcCancelThreadEx ncacn_ip_tcp");
TEST(is_abandoned_in_time, .clause = "RCT-EX-N", .variants = VARIANTS(finite, name), .tiers = DOCUMENTED | AMBIGUOUS,
     .class = WAITING, .supports = "RpcCancelThreadEx ncacn_ip_tcp");
TEST(waits_for_server, .clause = "RCT-EX-INF", .tiers = DOCUMENTED, .class = WAITING,
     .supports = "RpcCancelThreadEx ncacn_ip_tcp");
