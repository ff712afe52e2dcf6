/* RCT-WIRE-5, -6, -11 to -16: what a run-time's server does with PDUs about cancels. A client that is a script sends
 * them; the server and its manager are the target's. Each case ends with one more call on the same connection.
 */
#include "rig/wire_client.h"

#define CALL_ID  7u
#define OTHER_ID 99u
#define NEXT_ID  8u
#define TOKEN    1u
#define QUIET_MS 300u /* an unasked answer, or a close, comes at once: the server has nothing to wait for */
#define REPLY_MS 5000u

static struct wire_client *hold_call(struct test_case *t, unsigned flags, uint8_t pfc_flags)
{
    struct server *server = start_cold_server(t, &ncacn_ip_tcp);
    struct wire_client *client = connect_wire_client(t, server);
    send_request(t, client, CALL_ID, OP_HOLD, flags, TOKEN, pfc_flags);
    if (!await_event(server, CALL_ENTERED, TOKEN, REPLY_MS, NULL))
        unresolved(t, "the manager was not entered");
    return client;
}

/* The held call is let go; its reply, and one more call. */
static void note_rest(struct test_case *t, struct wire_client *client)
{
    struct peer *peer = &client->server->peer;
    peer->let_go(peer, TOKEN);
    struct answer_seen reply = see_answer(client, TOKEN, REPLY_MS);
    note_answer(t, "reply", &reply, CALL_ID);
    note_bool(t, "manager.left", await_event(client->server, CALL_LEFT, TOKEN, REPLY_MS, NULL));
    note_next_call(t, "next", client, NEXT_ID);
}

static const struct sent {
    const char *name;
    void (*send)(struct test_case *t, struct wire_client *client, uint32_t call_id);
} pdus[] = { { "co_cancel", send_co_cancel }, { "orphaned", send_orphaned } };

/* Sends the PDU with that call id while a call is held. */
static void send_during_a_call(struct test_case *t, uint32_t call_id)
{
    struct wire_client *client = hold_call(t, 0, PFC_WHOLE);
    VARIANT(t, struct sent)->send(t, client, call_id);
    struct answer_seen unasked = see_answer(client, TOKEN, QUIET_MS);
    note_answer(t, "unasked", &unasked, call_id);
    if (unasked.received == RECEIVED_NOTHING)
        note_rest(t, client);
}

static void during_a_call(struct test_case *t)
{
    send_during_a_call(t, CALL_ID);
}

static void for_another_call(struct test_case *t)
{
    send_during_a_call(t, OTHER_ID);
}

static void without_a_call(struct test_case *t)
{
    struct wire_client *client = connect_wire_client(t, start_cold_server(t, &ncacn_ip_tcp));
    VARIANT(t, struct sent)->send(t, client, OTHER_ID);
    struct answer_seen unasked = see_answer(client, TOKEN, QUIET_MS);
    note_answer(t, "unasked", &unasked, OTHER_ID);
    note_next_call(t, "next", client, NEXT_ID);
}

static void between_fragments(struct test_case *t)
{
    struct wire_client *client = connect_wire_client(t, start_cold_server(t, &ncacn_ip_tcp));
    send_request(t, client, CALL_ID, OP_ECHO, 0, TOKEN, PFC_FIRST_FRAG);
    VARIANT(t, struct sent)->send(t, client, CALL_ID);
    struct answer_seen unasked = see_answer(client, TOKEN, QUIET_MS);
    note_answer(t, "unasked", &unasked, CALL_ID);
    if (unasked.received != RECEIVED_NOTHING)
        return;
    send_request(t, client, CALL_ID, OP_ECHO, 0, TOKEN, PFC_LAST_FRAG);
    struct answer_seen reply = see_answer(client, TOKEN, REPLY_MS);
    note_answer(t, "reply", &reply, CALL_ID);
    note_next_call(t, "next", client, NEXT_ID);
}

static void request_with_pending_cancel(struct test_case *t)
{
    struct wire_client *client = hold_call(t, 0, PFC_WHOLE | PFC_PENDING_CANCEL);
    note_rest(t, client);
}

static void shutdown_by_the_client(struct test_case *t)
{
    struct wire_client *client = hold_call(t, 0, PFC_WHOLE);
    uint8_t data[CO_HEADER_SIZE];
    size_t size = co_build_shutdown(data, sizeof(data), PFC_WHOLE, CALL_ID);
    need(t, send_bytes(&client->connection, data, size, scaled_ms(REPLY_MS)), "sending a shutdown");
    struct answer_seen unasked = see_answer(client, TOKEN, QUIET_MS);
    note_answer(t, "unasked", &unasked, CALL_ID);
    if (unasked.received == RECEIVED_NOTHING)
        note_rest(t, client);
}

static void reply_carries_it(struct test_case *t)
{
    struct wire_client *client = hold_call(t, 0, PFC_WHOLE);
    note_rest(t, client);
}

TEST(during_a_call, .clause = "RCT-WIRE-11", .variants = VARIANTS(pdus, name), .tiers = CHARACTERISED,
     .supports = "ncacn_ip_tcp");
TEST(for_another_call, .clause = "RCT-WIRE-6", .variants = VARIANTS(pdus, name), .tiers = CHARACTERISED,
     .supports = "ncacn_ip_tcp");
TEST(without_a_call, .clause = "RCT-WIRE-6", .variants = VARIANTS(pdus, name), .tiers = CHARACTERISED,
     .supports = "ncacn_ip_tcp");
TEST(between_fragments, .clause = "RCT-WIRE-13", .variants = VARIANTS(pdus, name), .tiers = CHARACTERISED,
     .supports = "ncacn_ip_tcp");
TEST(request_with_pending_cancel, .clause = "RCT-WIRE-14", .tiers = CHARACTERISED, .supports = "ncacn_ip_tcp");
TEST(shutdown_by_the_client, .clause = "RCT-WIRE-15", .tiers = CHARACTERISED, .supports = "ncacn_ip_tcp");
TEST(reply_carries_it, .clause = "RCT-WIRE-16", .tiers = CHARACTERISED, .supports = "ncacn_ip_tcp");
