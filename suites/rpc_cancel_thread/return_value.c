/* RCT-RET-1 to -3: what the function returns. One answer each to handles of every sort; which answer they deserve is
 * asked elsewhere.
 */
#include <stdio.h>

#include "handles.h"
#include "rig/cancel.h"
#include "rig/over.h"
#include "rig/server.h"

/* ---- RET-1 --------------------------------------------------------------------------------------------------------
 */

static void accepted_cancel_returns_ok(struct test_case *t)
{
    struct server *server = start_server(t, VARIANT(t, struct over)->protseq);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);

    struct rpc_cancel cancel = cancel_until_ended(t, full_handle_of(t, worker), call);

    if (check_cancel_accepted(t, DOCUMENTED, &cancel))
        witness_cancelled_at_once(t, DOCUMENTED, "call", call, &cancel);
}

/* ---- RET-2, -3 ----------------------------------------------------------------------------------------------------
 */

typedef void (*judge)(struct test_case *t, const char *key, LONG answer);

struct asked {
    const char *what;
    HANDLE thread;
};

static void ask(struct test_case *t, const struct asked *asked, judge judge_it)
{
    char key[64];
    struct rpc_cancel cancel = call_rpc_cancel_thread(t, asked->thread);
    snprintf(key, sizeof(key), "%s.status", asked->what);
    judge_it(t, key, answer_of(&cancel));
}

static HANDLE of_ended_thread(struct test_case *t)
{
    struct worker *worker = start_worker(t);
    HANDLE thread = full_handle_of(t, worker);
    finish_worker(t, worker);
    return thread;
}

static void ask_everything(struct test_case *t, judge judge_it)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *caller = start_worker(t), *idle = start_worker(t);
    struct operation *call = start_held_call(t, caller, &server->peer, server->binding, 0);
    HANDLE with_right = full_handle_of(t, caller), of_idle = full_handle_of(t, idle);
    HANDLE without_right = duplicate_thread(t, caller, SYNCHRONIZE);
    HANDLE of_ended = of_ended_thread(t), event = make_event_handle(t);
    HANDLE closed = make_closed_handle(t); /* last, so that nothing else gets its number */
    const struct asked asked[] = {
        { "null", NULL },
        { "closed", closed },
        { "event", event },
        { "ended_thread", of_ended },
        { "own_thread", subject.GetCurrentThread() },
        { "idle_thread", of_idle },
        { "without_right", without_right },
        { "with_right", with_right },
    };

    for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); ++i)
        ask(t, &asked[i], judge_it);

    release_operation(t, call);
    cancel_control(t, start_worker(t), &server->peer, server->binding);
}

static void judge_listed(struct test_case *t, const char *key, LONG answer)
{
    check_rpc_status(t, CHARACTERISED, key, answer, ALLOW(RPC_S_OK, RPC_S_ACCESS_DENIED, RPC_S_CANNOT_SUPPORT));
}

static void status_is_listed(struct test_case *t)
{
    ask_everything(t, judge_listed);
}

static void judge_supported(struct test_case *t, const char *key, LONG answer)
{
    check_not_rpc_status(t, DOCUMENTED, key, answer, RPC_S_CANNOT_SUPPORT);
}

static void can_be_supported(struct test_case *t)
{
    ask_everything(t, judge_supported);
}

TEST(accepted_cancel_returns_ok, .clause = "RCT-RET-1", .variants = VARIANTS(connections, name), .tiers = DOCUMENTED,
     .supports = "RpcCancelThread");
TEST(status_is_listed, .clause = "RCT-RET-2", .tiers = CHARACTERISED, .supports = "RpcCancelThread ncacn_ip_tcp");
TEST(can_be_supported, .clause = "RCT-RET-3", .tiers = DOCUMENTED, .supports = "RpcCancelThread ncacn_ip_tcp");
