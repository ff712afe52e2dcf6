/* RCT-INFORMED-1: the server's run-time is told of a cancel. The page does not say how; on the wire it is a PDU of the
 * client: co_cancel, or orphaned, or any that carries PENDING_CANCEL. Whether the server's side hears of it is for the
 * cases of RpcTestCancel. With the time-out infinite the call is still there, and its connection
 * too; with time-out 0 it is abandoned.
 */
#include "rig/cancel.h"
#include "rig/relay.h"
#include "rig/timeline.h"

static const struct setting {
    const char *name;
    LONG cancel_timeout;
} settings[] = {
    { "time_out_default", LEAVE_CANCEL_TIMEOUT },
    { "time_out_0", 0 },
    { "time_out_5", 5 },
};

static void sends_pdu(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct relay *relay = start_relay(t, server);
    void *binding = bind_through(t, relay, server);
    struct worker *worker = start_worker(t);
    struct call_order order = { .peer = &server->peer,
                                .binding = binding,
                                .opnum = OP_HOLD,
                                .flags = POLL_TEST_CANCEL, /* for the timeline; others judge what it answers */
                                .cancel_timeout = VARIANT(t, struct setting)->cancel_timeout };
    struct operation *call = start_call(t, worker, &order);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    check_cancel_accepted(t, DOCUMENTED, &cancel);
    struct wire_event told;
    bool informed =
        await_wire_event(relay->log, cancel.before_us, tells_of_cancel, NULL, (unsigned)(SLACK_US / 1000), &told);
    check_bool(t, IMPLIED, "server.informed", informed, true);
    if (informed)
        note_text(t, "server.informed_by", co_ptype_name(told.header.ptype));
    enum wire_side client = FROM_CLIENT;
    note_bool(t, "client.closed", count_wire_events(relay->log, cancel.before_us, is_close, &client) > 0);
    release_operation(t, call);
    note_call(t, "call", call);
    note_timeline(t, call, &cancel, server, relay);
}

TEST(sends_pdu, .clause = "RCT-INFORMED-1", .variants = VARIANTS(settings, name), .tiers = DOCUMENTED | IMPLIED,
     .class = WAITING, .supports = "RpcCancelThread ncacn_ip_tcp");
