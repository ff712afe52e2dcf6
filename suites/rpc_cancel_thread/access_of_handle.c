/* RCT-ACCESS-1, -7, -9, -11: what counts is what the very handle in use carries, wherever it comes from. That
 * THREAD_SET_CONTEXT is enough follows from the page, which says that it is needed.
 */
#include "rig/cancel.h"
#include "rig/server.h"
#include "thread_access.h"

static void accept(struct test_case *t, struct worker *worker, HANDLE thread)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);
    note_granted_access(t, "thread", thread);

    struct rpc_cancel cancel = cancel_until_ended(t, thread, call);

    if (check_cancel_accepted(t, IMPLIED, &cancel))
        witness_cancelled_at_once(t, IMPLIED, "call", call, &cancel);
}

/* ---- ACCESS-1: nothing but the right ------------------------------------------------------------------------------
 */

static void is_enough(struct test_case *t)
{
    struct worker *worker = start_worker(t);
    accept(t, worker, duplicate_thread(t, worker, THREAD_SET_CONTEXT));
}

/* ---- ACCESS-7: by OpenThread --------------------------------------------------------------------------------------
 */

static const struct access {
    const char *name;
    DWORD access;
} accesses[] = {
    { "THREAD_SET_CONTEXT", THREAD_SET_CONTEXT },
    { "SET_CONTEXT_AND_SYNCHRONIZE", THREAD_SET_CONTEXT | SYNCHRONIZE },
    { "THREAD_ALL_ACCESS", THREAD_ALL_ACCESS },
};

static void opened_handle_is_enough(struct test_case *t)
{
    struct worker *worker = start_worker(t);
    accept(t, worker, open_thread(t, worker, VARIANT(t, struct access)->access));
}

/* ---- ACCESS-9: the handle that CreateThread returned --------------------------------------------------------------
 */

static void created_handle_is_enough(struct test_case *t)
{
    struct worker *worker = start_worker_by_subject(t, VARIANT(t, struct creation)->security);
    accept(t, worker, full_handle_of(t, worker));
}

/* ---- ACCESS-11: a duplicate with less -----------------------------------------------------------------------------
 */

static const struct narrowing {
    const char *name;
    DWORD source;
    DWORD narrowed;
} narrowings[] = {
    { "ALL_ACCESS_TO_SYNCHRONIZE_AND_QUERY", THREAD_ALL_ACCESS, SYNCHRONIZE | THREAD_QUERY_INFORMATION },
    { "ALL_ACCESS_TO_ALL_BUT_SET_CONTEXT", THREAD_ALL_ACCESS, THREAD_ALL_ACCESS & ~THREAD_SET_CONTEXT },
    { "SET_CONTEXT_AND_SYNCHRONIZE_TO_SYNCHRONIZE", THREAD_SET_CONTEXT | SYNCHRONIZE, SYNCHRONIZE },
};

static void narrowed_duplicate_is_refused(struct test_case *t)
{
    const struct narrowing *row = VARIANT(t, struct narrowing);
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);
    HANDLE source = duplicate_thread(t, worker, row->source), narrowed = narrow_handle(t, source, row->narrowed);
    note_granted_access(t, "source", source);
    note_granted_access(t, "narrowed", narrowed);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, narrowed);

    check_cancel_status(t, DOCUMENTED, &cancel, ALLOW(RPC_S_ACCESS_DENIED));
    if (!witness_left_alone(t, DOCUMENTED, "call", call, answer_of(&cancel) == RPC_S_OK))
        return;
    /* The source still has the right. */
    struct operation *again = start_held_call(t, worker, &server->peer, server->binding, 0);
    struct rpc_cancel by_source = cancel_until_ended(t, source, again);
    if (check_rpc_status(t, IMPLIED, "source.cancel.status", answer_of(&by_source), ALLOW(RPC_S_OK)))
        witness_cancelled_at_once(t, IMPLIED, "again", again, &by_source);
}

TEST(is_enough, .clause = "RCT-ACCESS-1", .tiers = IMPLIED, .supports = "RpcCancelThread ncacn_ip_tcp");
TEST(opened_handle_is_enough, .clause = "RCT-ACCESS-7", .variants = VARIANTS(accesses, name), .tiers = IMPLIED,
     .supports = "RpcCancelThread ncacn_ip_tcp");
TEST(created_handle_is_enough, .clause = "RCT-ACCESS-9", .variants = VARIANTS(creations, name), .tiers = IMPLIED,
     .supports = "RpcCancelThread ncacn_ip_tcp");
TEST(narrowed_duplicate_is_refused, .clause = "RCT-ACCESS-11", .variants = VARIANTS(narrowings, name),
     .tiers = DOCUMENTED | IMPLIED, .supports = "RpcCancelThread ncacn_ip_tcp");
