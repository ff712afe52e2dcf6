/* RCT-CORE-5: a second cancel while the first has not ended the call. What each answers, how many the server is told
 * of, and when the call ends, is recorded; no page says so.
 */
#include "rig/cancel.h"
#include "rig/relay.h"

#define WATCH_MS 1000u

static const struct row {
    const char *name;
    LONG cancel_timeout;
    bool waits_for_first; /* the second comes when the server has been told of the first, or not at all in WATCH_MS */
} rows[] = {
    { "AT_ONCE", RPC_C_CANCEL_INFINITE_TIMEOUT, false },
    { "WHEN_TOLD", RPC_C_CANCEL_INFINITE_TIMEOUT, true },
    { "AT_ONCE_TIME_OUT_0", 0, false },
};

static void two_cancels_of_one_call(struct test_case *t)
{
    const struct row *row = VARIANT(t, struct row);
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct relay *relay = start_relay(t, server);
    void *binding = bind_through(t, relay, server);
    struct worker *worker = start_worker(t);
    HANDLE thread = full_handle_of(t, worker);
    struct operation *call = start_held_call(t, worker, &server->peer, binding, row->cancel_timeout);

    struct rpc_cancel first = call_rpc_cancel_thread(t, thread);
    if (row->waits_for_first)
        await_wire_event(relay->log, first.before_us, tells_of_cancel, NULL, WATCH_MS, NULL);
    struct rpc_cancel second = call_rpc_cancel_thread(t, thread);

    note_rpc_cancel(t, "first", &first);
    note_rpc_cancel(t, "second", &second);
    note_bool(t, "call.waits_for_server", !await_end(call, WATCH_MS));
    release_operation(t, call);
    note_call(t, "call", call);
    note_count(t, "server.told", count_wire_events(relay->log, first.before_us, tells_of_cancel, NULL));
    cancel_control(t, start_worker(t), &server->peer, server->binding);
}

TEST(two_cancels_of_one_call, .clause = "RCT-CORE-5", .variants = VARIANTS(rows, name), .tiers = CHARACTERISED,
     .class = WAITING, .supports = "RpcCancelThread ncacn_ip_tcp");
