/* RCT-ASYNC-1: what is not the state of an asynchronous call is refused as an invalid asynchronous handle. */
#include "rig/async_call.h"
#include "rig/async_stub.h"

static const struct bad_handle {
    const char *name;
    bool initialized;
    unsigned long signature_bits; /* to turn over */
    BOOL abort;
} bad_handles[] = {
    { "zeros.abort", false, 0, TRUE },
    { "zeros.no_abort", false, 0, FALSE },
    { "wrong_signature.abort", true, 1, TRUE },
    { "wrong_signature.no_abort", true, 1, FALSE },
};

static void is_refused(struct test_case *t)
{
    const struct bad_handle *bad = VARIANT(t, struct bad_handle);
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    RPC_ASYNC_STATE *state = memory_of_case(t, sizeof(*state));
    if (bad->initialized && subject.RpcAsyncInitializeHandle(state, sizeof(*state)) != RPC_S_OK)
        unresolved(t, "RpcAsyncInitializeHandle failed");
    state->Signature ^= bad->signature_bits;

    struct rpc_cancel cancel = call_rpc_async_cancel_call_of(state, bad->abort);

    check_cancel_status(t, DOCUMENTED, &cancel, ALLOW(RPC_S_INVALID_ASYNC_HANDLE));
    async_cancel_control(t, worker, server); /* whoever refuses every handle shows nothing by refusing this one */
}

TEST(is_refused, .clause = "RCT-ASYNC-1", .variants = VARIANTS(bad_handles, name), .tiers = DOCUMENTED,
     .supports = "RpcAsyncCancelCall asynchronous_calls ncacn_ip_tcp");
