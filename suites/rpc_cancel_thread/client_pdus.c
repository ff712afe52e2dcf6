/* RCT-WIRE-1 to -5: what a run-time's client sends when a call of its is cancelled, and what its server says of the
 * cancels it took. A relay between the two reads along.
 */
#include "rig/cancel.h"
#include "rig/relay.h"

#define QUIET_MS 1000u /* what a client sends of a cancel it sends at once, unless it waits for its time-out */

struct scene {
    struct server *server;
    struct relay *relay;
    struct worker *worker;
    struct operation *call;
};

static struct scene hold_call(struct test_case *t, LONG cancel_timeout)
{
    struct scene scene = { .server = start_server(t, &ncacn_ip_tcp) };
    scene.relay = start_relay(t, scene.server);
    scene.worker = start_worker(t);
    void *binding = bind_through(t, scene.relay, scene.server);
    scene.call = start_held_call(t, scene.worker, &scene.server->peer, binding, cancel_timeout);
    return scene;
}

static bool is_held_request(const struct wire_event *event, const void *unused)
{
    (void)unused;
    return event->kind == WIRE_PDU && event->header.ptype == CO_REQUEST && event->opnum == OP_HOLD;
}

static unsigned count_ptype(const struct scene *scene, uint64_t since_us, enum co_ptype ptype)
{
    return count_wire_events(scene->relay->log, since_us, has_ptype, &ptype);
}

static void note_pdus(struct test_case *t, const struct scene *scene, uint64_t since_us)
{
    enum wire_side client = FROM_CLIENT;
    note_count(t, "client.co_cancels", count_ptype(scene, since_us, CO_CANCEL));
    note_count(t, "client.orphaneds", count_ptype(scene, since_us, CO_ORPHANED));
    note_bool(t, "client.closed", count_wire_events(scene->relay->log, since_us, is_close, &client) > 0);
}

/* One co_cancel for each cancel, under the call's call_id. */
static void client_sends_co_cancel(struct test_case *t)
{
    struct scene scene = hold_call(t, RPC_C_CANCEL_INFINITE_TIMEOUT);
    struct wire_event request, told;
    enum co_ptype co_cancel = CO_CANCEL;
    if (!await_wire_event(scene.relay->log, 0, is_held_request, NULL, QUIET_MS, &request))
        unresolved(t, "the relay did not see the request");
    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, scene.worker));
    check_cancel_status(t, CHARACTERISED, &cancel, ALLOW(RPC_S_OK));
    if (await_wire_event(scene.relay->log, cancel.before_us, has_ptype, &co_cancel, QUIET_MS, &told)) {
        note_bool(t, "co_cancel.has_own_call_id", told.header.call_id == request.header.call_id);
        note_bool(t, "co_cancel.pending_cancel", co_is_pending_cancel(&told.header));
    }
    note_pdus(t, &scene, cancel.before_us);
    release_operation(t, scene.call);
    note_call(t, "call", scene.call);
}

/* With time-out 0 there is nothing to wait for. */
static void client_abandons(struct test_case *t)
{
    struct scene scene = hold_call(t, 0);
    enum wire_side client = FROM_CLIENT;
    struct rpc_cancel cancel = cancel_until_ended(t, full_handle_of(t, scene.worker), scene.call);
    check_cancel_status(t, CHARACTERISED, &cancel, ALLOW(RPC_S_OK));
    await_wire_event(scene.relay->log, cancel.before_us, is_close, &client, QUIET_MS, NULL);
    note_call(t, "call", scene.call);
    note_pdus(t, &scene, 0);
}

/* A cancel of a thread that makes no call, and then a call: the first fragment may carry PENDING_CANCEL. */
static void cancel_before_the_call(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct relay *relay = start_relay(t, server);
    void *binding = bind_through(t, relay, server);
    struct worker *worker = start_worker(t);
    struct wire_event request;
    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));
    check_cancel_status(t, CHARACTERISED, &cancel, ALLOW(RPC_S_OK));
    struct operation *call = start_held_call(t, worker, &server->peer, binding, RPC_C_CANCEL_INFINITE_TIMEOUT);
    if (!await_wire_event(relay->log, cancel.after_us, is_held_request, NULL, QUIET_MS, &request))
        unresolved(t, "the relay did not see the request");
    note_bool(t, "request.pending_cancel", co_is_pending_cancel(&request.header));
    release_operation(t, call);
    note_call(t, "call", call);
}

TEST(client_sends_co_cancel, .clause = "RCT-WIRE-1", .tiers = CHARACTERISED, .class = WAITING,
     .supports = "RpcCancelThread ncacn_ip_tcp");
TEST(cancel_before_the_call, .clause = "RCT-WIRE-3", .tiers = CHARACTERISED,
     .supports = "RpcCancelThread ncacn_ip_tcp");
TEST(client_abandons, .clause = "RCT-WIRE-4", .tiers = CHARACTERISED, .supports = "RpcCancelThread ncacn_ip_tcp");
