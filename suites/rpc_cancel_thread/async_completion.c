/* RCT-ASYNC-4: also after an abortive cancel the client waits for the notification before it completes the call and
 * lets go of its memory; it comes every time, and then nothing is left that could be touched. Programs that did not
 * wait have crashed. */
#include "rig/async_call.h"

#define ROUNDS 25u

static void comes_every_time(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    unsigned accepted = 0, over = 0, cancelled = 0;
    for (unsigned round = 0; round < ROUNDS && over == round; ++round) {
        struct async_call *call = issue_async_call(t, worker, server, OP_HOLD, 0);
        struct rpc_cancel cancel = call_rpc_async_cancel_call(call, TRUE);
        accepted += !cancel.exception && cancel.status == RPC_S_OK;
        LONG status = RPC_S_ASYNC_CALL_PENDING;
        if (accepted == round + 1 && await_notification(call, SLACK_MS)) {
            ++over;
            cancelled += complete_async_call(t, call, &status) && status == RPC_S_CALL_CANCELLED;
        }
        server->peer.let_go(&server->peer, token_of(call));
    }

    note_count(t, "rounds", ROUNDS);
    check_count(t, DOCUMENTED, "accepted", accepted, ALLOW(ROUNDS));
    check_count(t, DOCUMENTED, "over", over, ALLOW(ROUNDS));
    check_count(t, DOCUMENTED, "cancelled", cancelled, ALLOW(ROUNDS));
    need_echo(t, bind_to(t, server->protseq, server->endpoint), &server->peer);
}

TEST(comes_every_time, .clause = "RCT-ASYNC-4", .tiers = DOCUMENTED, .budget_ms = 60000,
     .supports = "RpcAsyncCancelCall asynchronous_calls ncacn_ip_tcp");
