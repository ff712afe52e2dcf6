#include "wire_client.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#define DEADLINE_MS   5000u
#define MAX_XMIT_FRAG 4280u
#define MAX_PDU       512u
#define LAST_PART     4u /* bytes of a request that are left to its last fragment */
#define NEXT_TOKEN    0x0E00u

static struct co_syntax interface_syntax(void)
{
    const RPC_SYNTAX_IDENTIFIER *id = &client_interface.InterfaceId;
    struct co_syntax syntax = { { id->SyntaxGUID.Data1, id->SyntaxGUID.Data2, id->SyntaxGUID.Data3, { 0 } },
                                id->SyntaxVersion.MajorVersion | (uint32_t)id->SyntaxVersion.MinorVersion << 16 };
    memcpy(syntax.if_uuid.clock_seq_and_node, id->SyntaxGUID.Data4, sizeof(id->SyntaxGUID.Data4));
    return syntax;
}

static void send_pdu(struct test_case *t, struct wire_client *client, const uint8_t *data, size_t size)
{
    if (!size)
        unresolved(t, "a PDU cannot be built");
    if (!send_bytes(&client->connection, data, size, scaled_ms(DEADLINE_MS)))
        unresolved(t, "the server does not take a PDU of %u bytes: error %d", (unsigned)size, WSAGetLastError());
}

static void close_client(void *client_)
{
    struct wire_client *client = client_;
    close_connection(&client->connection);
}

struct wire_client *connect_wire_client(struct test_case *t, struct server *server)
{
    struct wire_client *client = memory_of_case(t, sizeof(*client));
    unsigned port = (unsigned)wcstoul(server->endpoint, NULL, 10);
    uint8_t data[MAX_PDU];
    struct co_association association = { MAX_XMIT_FRAG, MAX_XMIT_FRAG, 0 };
    struct co_offer offer = { 0, interface_syntax(), ndr_syntax };
    struct co_pdu answer;
    WSADATA wsa;
    client->server = server;
    need(t,
         !WSAStartup(MAKEWORD(2, 2), &wsa) && connect_to_port(&client->connection, port, NULL, scaled_ms(DEADLINE_MS)),
         "connecting to the server");
    after_case(t, close_client, client);
    send_pdu(t, client, data, co_build_bind(data, sizeof(data), PFC_WHOLE, 1, &association, &offer, 1));
    if (receive_pdu(&client->connection, &answer, scaled_ms(DEADLINE_MS), NULL) != RECEIVED_PDU ||
        answer.header.ptype != CO_BIND_ACK)
        unresolved(t, "the server did not accept a bind");
    return client;
}

void send_request(struct test_case *t, struct wire_client *client, uint32_t call_id, enum opnum opnum, unsigned flags,
                  DWORD token, uint8_t pfc_flags)
{
    uint8_t data[MAX_PDU];
    struct request request = { token, flags, 0, 0 };
    struct co_request head = { sizeof(request), 0, (uint16_t)opnum, { 0 } };
    struct octets stub_data = { (const uint8_t *)&request, sizeof(request) };
    if (!(pfc_flags & PFC_LAST_FRAG))
        stub_data.size -= LAST_PART;
    else if (!(pfc_flags & PFC_FIRST_FRAG))
        stub_data = (struct octets){ stub_data.data + stub_data.size - LAST_PART, LAST_PART };
    send_pdu(t, client, data, co_build_request(data, sizeof(data), pfc_flags, call_id, &head, stub_data));
}

void send_co_cancel(struct test_case *t, struct wire_client *client, uint32_t call_id)
{
    uint8_t data[CO_HEADER_SIZE];
    /* The flags of a cancel that a client forwards. */
    send_pdu(t, client, data, co_build_co_cancel(data, sizeof(data), PFC_LAST_FRAG | PFC_PENDING_CANCEL, call_id));
}

void send_orphaned(struct test_case *t, struct wire_client *client, uint32_t call_id)
{
    uint8_t data[CO_HEADER_SIZE];
    send_pdu(t, client, data, co_build_orphaned(data, sizeof(data), PFC_WHOLE, call_id));
}

struct answer_seen see_answer(struct wire_client *client, DWORD token, unsigned milliseconds)
{
    struct co_pdu pdu;
    struct reply reply;
    struct answer_seen seen = { .received = receive_pdu(&client->connection, &pdu, scaled_ms(milliseconds), NULL) };
    if (seen.received != RECEIVED_PDU)
        return seen;
    seen.header = pdu.header;
    if (pdu.header.ptype == CO_FAULT)
        seen.cancel_count = pdu.fault.cancel_count;
    if (pdu.header.ptype != CO_RESPONSE)
        return seen;
    seen.cancel_count = pdu.response.cancel_count;
    if (pdu.rest.size >= sizeof(reply)) {
        memcpy(&reply, pdu.rest.data, sizeof(reply));
        seen.own_reply = reply.token == token && reply.nonce == client->server->peer.nonce;
    }
    return seen;
}

void note_answer(struct test_case *t, const char *prefix, const struct answer_seen *answer, uint32_t call_id)
{
    char key[96];
    snprintf(key, sizeof(key), "%s.received", prefix);
    note_outcome(t, key, received_word(answer->received));
    if (answer->received != RECEIVED_PDU)
        return;
    const char *ptype = co_ptype_name(answer->header.ptype);
    snprintf(key, sizeof(key), "%s.ptype", prefix);
    note_text(t, key, ptype ? ptype : "unknown");
    snprintf(key, sizeof(key), "%s.has_own_call_id", prefix);
    note_bool(t, key, answer->header.call_id == call_id);
    snprintf(key, sizeof(key), "%s.pending_cancel", prefix);
    note_bool(t, key, co_is_pending_cancel(&answer->header));
    snprintf(key, sizeof(key), "%s.cancel_count", prefix);
    note_count(t, key, answer->cancel_count);
    snprintf(key, sizeof(key), "%s.own_reply", prefix);
    note_bool(t, key, answer->own_reply);
}

/* A connection that the server has closed already may take the request or not. */
void note_next_call(struct test_case *t, const char *prefix, struct wire_client *client, uint32_t call_id)
{
    uint8_t data[MAX_PDU];
    struct request request = { NEXT_TOKEN, 0, 0, 0 };
    struct co_request head = { sizeof(request), 0, OP_ECHO, { 0 } };
    struct octets stub_data = { (const uint8_t *)&request, sizeof(request) };
    size_t size = co_build_request(data, sizeof(data), PFC_WHOLE, call_id, &head, stub_data);
    struct answer_seen answer = { .received = RECEIVED_CLOSE };
    if (!size)
        unresolved(t, "a PDU cannot be built");
    if (send_bytes(&client->connection, data, size, scaled_ms(DEADLINE_MS)))
        answer = see_answer(client, NEXT_TOKEN, DEADLINE_MS);
    note_answer(t, prefix, &answer, call_id);
}
