/* RCT-HANDLE-7: it is the call that is cancelled, not the thread. The thread goes on, makes another call, and ends when
 * its own routine returns, with the code of that.
 */
#include "rig/cancel.h"
#include "rig/server.h"

static void thread_goes_on(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    HANDLE thread = full_handle_of(t, worker);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);

    struct rpc_cancel cancel = cancel_until_ended(t, thread, call);

    if (!check_cancel_accepted(t, DOCUMENTED, &cancel) ||
        !witness_cancelled_at_once(t, DOCUMENTED, "call", call, &cancel))
        return;
    check_bool(t, DOCUMENTED, "thread.goes_on", subject.WaitForSingleObject(thread, 0) == WAIT_TIMEOUT, true);
    struct call_order order = { .peer = &server->peer, .binding = server->binding, .opnum = OP_ECHO };
    struct operation *next = prepare_call(t, worker, &order);
    start_operation(t, next);
    check_bool(t, DOCUMENTED, "next.ended", await_end(next, 5000), true);
    note_call(t, "next", next);
    finish_worker(t, worker);
    DWORD code = STILL_ACTIVE;
    need(t, subject.GetExitCodeThread(thread, &code), "GetExitCodeThread");
    check_count(t, DOCUMENTED, "thread.exit_code", code, ALLOW(WORKER_EXIT_CODE));
}

TEST(thread_goes_on, .clause = "RCT-HANDLE-7", .tiers = DOCUMENTED, .supports = "RpcCancelThread ncacn_ip_tcp");
