/* RCT-HANDLE-4: the handle of a thread that has ended. Recorded; no page says what the function answers. */
#include "rig/cancel.h"
#include "rig/server.h"

static const struct past {
    const char *name;
    bool has_called;
} pasts[] = {
    { "NEVER_CALLED", false },
    { "HAS_CALLED", true },
};

static void make_one_call(struct test_case *t, struct worker *worker, struct server *server)
{
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);
    release_operation(t, call);
    if (!has_ended(call) || remote_call_of(call)->status != RPC_S_OK)
        unresolved(t, "a call that nobody cancels failed with %ld", (long)remote_call_of(call)->status);
}

static void ended_thread(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    HANDLE thread = full_handle_of(t, worker);
    if (VARIANT(t, struct past)->has_called)
        make_one_call(t, worker, server);
    finish_worker(t, worker);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, thread);

    note_rpc_cancel(t, "cancel", &cancel);
    cancel_control(t, start_worker(t), &server->peer, server->binding);
}

TEST(ended_thread, .clause = "RCT-HANDLE-4", .variants = VARIANTS(pasts, name), .tiers = CHARACTERISED,
     .supports = "RpcCancelThread ncacn_ip_tcp");
