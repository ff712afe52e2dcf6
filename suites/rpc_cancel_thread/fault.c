/* RCT-FAULT-1: a manager that raises RPC_S_CALL_CANCELLED. The wire knows a fault of its own for that, but no page says
 * what the client sees. */
#include "rig/call.h"
#include "rig/server.h"

static const struct transport {
    const char *name;
    const struct protseq *protseq;
} transports[] = {
    { "ncacn_ip_tcp", &ncacn_ip_tcp },
    { "ncacn_np", &ncacn_np },
    { "ncalrpc", &ncalrpc },
};

static void reaches_client(struct test_case *t)
{
    struct server *server = start_server(t, VARIANT(t, struct transport)->protseq);
    struct call_order order = { .peer = &server->peer,
                                .binding = server->binding,
                                .opnum = OP_RAISE,
                                .raises = RPC_S_CALL_CANCELLED,
                                .cancel_timeout = LEAVE_CANCEL_TIMEOUT };
    struct operation *call = prepare_call(t, start_worker(t), &order);
    start_operation(t, call);
    if (!await_end(call, 5000))
        unresolved(t, "the call did not end, though its manager raised an exception");

    check_rpc_status(t, CHARACTERISED, "call.status", remote_call_of(call)->status, ALLOW(RPC_S_CALL_CANCELLED));
    note_call_end(t, "call", call);
}

TEST(reaches_client, .clause = "RCT-FAULT-1", .variants = VARIANTS(transports, name), .tiers = CHARACTERISED);
