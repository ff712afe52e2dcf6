/* RCT-TESTCANCEL-8: a later call that the same thread of the server serves is not told of the cancel of an earlier one.
 * No page says so; that it should be is plain. */
#include "rig/told.h"

#define LATER_CALLS 16u /* the run-time chooses the thread, so it may take some until the same one comes */

static struct server_event poll_and_leave(struct test_case *t, struct worker *worker, struct server *server)
{
    struct operation *call = start_polled_call(t, worker, server, POLL_TEST_CANCEL, 0, NULL);
    struct server_event left = leave_call(t, server, call);
    if (!await_end(call, SLACK_MS))
        unresolved(t, "a later call did not end with the server");
    return left;
}

static void is_not_told(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t), *other = start_worker(t);
    struct operation *call = start_polled_call(t, worker, server, POLL_TEST_CANCEL, 0, NULL);
    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));
    check_cancel_accepted(t, CHARACTERISED, &cancel);
    if (!witness_told(t, CHARACTERISED, "cancelled_call", server, call, &cancel, NULL))
        return;
    DWORD thread_id = leave_call(t, server, call).thread_id;

    unsigned later = 0, told = 0;
    bool same_thread = false;
    while (later < LATER_CALLS && !same_thread) {
        struct server_event left = poll_and_leave(t, other, server);
        told += left.test_cancel.told;
        same_thread = left.thread_id == thread_id;
        ++later;
    }
    note_attempts(t, "later_calls", later);
    note_attempts(t, "same_thread", same_thread);
    check_count(t, CHARACTERISED, "later_calls_told", told, ALLOW(0));
}

TEST(is_not_told, .clause = "RCT-TESTCANCEL-8", .tiers = CHARACTERISED,
     .supports = "RpcCancelThread RpcTestCancel ncacn_ip_tcp");
