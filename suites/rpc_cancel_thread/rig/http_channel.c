#include "http_channel.h"

#include <stdio.h>
#include <string.h>

#include "bind_answer.h"
#include "http_request.h"
#include "wire/co_build.h"
#include "wire/rts_pdu.h"

#define SEND_DEADLINE_MS      10000u
#define MAX_PDU               512u
#define MAX_ECHO_CONTENT      0x10u /* bytes; a request with more opens a channel: MS-RPCH 2.1.2.1 */
#define OUT_CONTENT_LENGTH    (UINT64_C(1) << 30)
#define CONNECTION_TIMEOUT_MS 120000u
#define RECEIVE_WINDOW        65536u

/* ---- what goes out by OUT: all of these need the lock -------------------------------------------------------------
 */

static void queue_bytes(struct virtual_connection *through, const uint8_t *data, size_t size)
{
    if (size > MAX_QUEUE - through->queued)
        return; /* the client will miss it, and its call not come to the test's end */
    memcpy(through->queue + through->queued, data, size);
    through->queued += size;
    SetEvent(through->news);
}

void queue_reply(struct http_stand_in *stand_in, struct virtual_connection *through, uint32_t call_id, DWORD token)
{
    uint8_t data[MAX_PDU] = { 0 };
    struct reply reply = { token, stand_in->public.peer.nonce };
    struct co_response response = { sizeof(reply), 0, 0 };
    struct octets stub_data = { (const uint8_t *)&reply, sizeof(reply) };
    queue_bytes(through, data, co_build_response(data, sizeof(data), PFC_WHOLE, call_id, &response, stub_data));
}

/* The one with that cookie; a new one if there is none, NULL if there are too many. */
static struct virtual_connection *virtual_connection_of(struct http_stand_in *stand_in, const struct dce_uuid *cookie)
{
    for (unsigned i = 0; i < stand_in->virtual_connection_count; ++i)
        if (same_uuid(&stand_in->virtual_connections[i].cookie, cookie))
            return &stand_in->virtual_connections[i];
    if (stand_in->virtual_connection_count == MAX_VIRTUAL_CONNECTIONS)
        return NULL;
    struct virtual_connection *made = &stand_in->virtual_connections[stand_in->virtual_connection_count];
    made->cookie = *cookie;
    made->news = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (!made->news)
        return NULL;
    ++stand_in->virtual_connection_count;
    return made;
}

/* One of its two channels has come. */
static struct virtual_connection *join_virtual_connection(struct http_stand_in *stand_in, const struct dce_uuid *cookie,
                                                          bool is_in)
{
    uint8_t data[MAX_PDU] = { 0 };
    EnterCriticalSection(&stand_in->lock);
    struct virtual_connection *joined = virtual_connection_of(stand_in, cookie);
    if (joined) {
        *(is_in ? &joined->has_in : &joined->has_out) = true;
        if (joined->has_in && joined->has_out)
            queue_bytes(joined, data, rts_build_conn_c2(data, sizeof(data), RECEIVE_WINDOW, CONNECTION_TIMEOUT_MS));
    }
    LeaveCriticalSection(&stand_in->lock);
    return joined;
}

/* ---- both channels ------------------------------------------------------------------------------------------------
 */

static enum received receive_logged(struct http_channel *channel, struct co_pdu *pdu, HANDLE also)
{
    enum received received = receive_pdu(&channel->connection, pdu, INFINITE, also); /* ended by `stop` */
    if (received == RECEIVED_PDU)
        log_pdu(channel->stand_in->public.log, channel->number, FROM_CLIENT, pdu);
    return received;
}

/* A head of HTTP and PDUs behind it. */
static bool send_success(struct http_channel *channel, uint64_t content_length, const uint8_t *data, size_t size)
{
    char head[160];
    int head_size = snprintf(head, sizeof(head),
                             "HTTP/1.1 200 Success\r\nContent-Type: application/rpc\r\nContent-Length: %llu\r\n\r\n",
                             (unsigned long long)content_length);
    return send_bytes(&channel->connection, (const uint8_t *)head, (size_t)head_size, SEND_DEADLINE_MS) &&
           send_bytes(&channel->connection, data, size, SEND_DEADLINE_MS);
}

static enum received answer_echo(struct http_channel *channel, uint64_t content_length)
{
    uint8_t echo[MAX_PDU];
    size_t size = rts_build_echo(echo, sizeof(echo));
    enum received received = skip_content(&channel->connection, content_length);
    if (received == RECEIVED_PDU && !send_success(channel, size, echo, size))
        received = RECEIVED_CLOSE;
    return received;
}

/* ---- OUT ----------------------------------------------------------------------------------------------------------
 */

static bool send_queue(struct http_channel *channel, struct virtual_connection *connection)
{
    uint8_t data[MAX_QUEUE];
    EnterCriticalSection(&channel->stand_in->lock);
    size_t size = connection->queued;
    memcpy(data, connection->queue, size);
    connection->queued = 0;
    LeaveCriticalSection(&channel->stand_in->lock);
    return send_bytes(&channel->connection, data, size, SEND_DEADLINE_MS);
}

static enum received serve_out(struct http_channel *channel)
{
    struct co_pdu pdu;
    struct rts_conn_a1 conn_a1;
    uint8_t conn_a3[MAX_PDU];
    enum received received = receive_logged(channel, &pdu, NULL);
    if (received != RECEIVED_PDU)
        return received;
    if (rts_parse_conn_a1(&pdu, &conn_a1))
        return RECEIVED_NO_CO;
    size_t size = rts_build_conn_a3(conn_a3, sizeof(conn_a3), CONNECTION_TIMEOUT_MS);
    if (!send_success(channel, OUT_CONTENT_LENGTH, conn_a3, size))
        return RECEIVED_CLOSE;
    struct virtual_connection *connection =
        join_virtual_connection(channel->stand_in, &conn_a1.virtual_connection_cookie, false);
    if (!connection)
        return RECEIVED_NO_CO;
    while (received == RECEIVED_PDU || received == RECEIVED_NOTHING) {
        received = receive_logged(channel, &pdu, connection->news);
        if (received == RECEIVED_NOTHING && !send_queue(channel, connection))
            received = RECEIVED_CLOSE;
    }
    return received;
}

/* ---- IN -----------------------------------------------------------------------------------------------------------
 */

static void take_request(struct http_channel *channel, struct virtual_connection *connection, const struct co_pdu *pdu)
{
    struct http_stand_in *stand_in = channel->stand_in;
    if ((pdu->header.pfc_flags & PFC_FIRST_FRAG) && pdu->rest.size >= sizeof(channel->request))
        memcpy(&channel->request, pdu->rest.data, sizeof(channel->request));
    if (!(pdu->header.pfc_flags & PFC_LAST_FRAG))
        return;
    EnterCriticalSection(&stand_in->lock);
    if (pdu->request.opnum != OP_HOLD)
        queue_reply(stand_in, connection, pdu->header.call_id, channel->request.token);
    else if (stand_in->call_count < MAX_HELD_CALLS)
        stand_in->calls[stand_in->call_count++] =
            (struct held_call){ channel->request.token, pdu->header.call_id, connection, false };
    LeaveCriticalSection(&stand_in->lock);
}

static void acknowledge_bind(struct http_channel *channel, struct virtual_connection *connection,
                             const struct co_pdu *bind)
{
    uint8_t data[MAX_PDU] = { 0 };
    size_t size = build_bind_answer(data, sizeof(data), bind);
    EnterCriticalSection(&channel->stand_in->lock);
    queue_bytes(connection, data, size);
    LeaveCriticalSection(&channel->stand_in->lock);
}

static enum received serve_in(struct http_channel *channel)
{
    struct co_pdu pdu;
    struct rts_conn_b1 conn_b1;
    enum received received = receive_logged(channel, &pdu, NULL);
    if (received != RECEIVED_PDU)
        return received;
    if (rts_parse_conn_b1(&pdu, &conn_b1))
        return RECEIVED_NO_CO;
    struct virtual_connection *connection =
        join_virtual_connection(channel->stand_in, &conn_b1.virtual_connection_cookie, true);
    if (!connection)
        return RECEIVED_NO_CO;
    while ((received = receive_logged(channel, &pdu, NULL)) == RECEIVED_PDU)
        if (pdu.header.ptype == CO_BIND || pdu.header.ptype == CO_ALTER_CONTEXT)
            acknowledge_bind(channel, connection, &pdu);
        else if (pdu.header.ptype == CO_REQUEST)
            take_request(channel, connection, &pdu);
    return received;
}

/* ---- a channel's life ---------------------------------------------------------------------------------------------
 */

static enum received serve_requests(struct http_channel *channel)
{
    struct http_request request;
    enum received received = RECEIVED_PDU;
    while (received == RECEIVED_PDU) {
        received = receive_http_request(&channel->connection, &request);
        if (received != RECEIVED_PDU)
            break;
        if (request.content_length > MAX_ECHO_CONTENT)
            return request.method == HTTP_RPC_IN_DATA ? serve_in(channel) : serve_out(channel);
        received = answer_echo(channel, request.content_length);
    }
    return received;
}

DWORD WINAPI serve_channel(void *channel_)
{
    struct http_channel *channel = channel_;
    struct wire_log *log = channel->stand_in->public.log;
    log_wire(log, channel->number, FROM_CLIENT, WIRE_OPENED);
    enum received received = serve_requests(channel);
    if (received == RECEIVED_CLOSE)
        log_wire(log, channel->number, FROM_CLIENT, WIRE_CLOSED);
    else if (received == RECEIVED_NO_CO)
        log_wire(log, channel->number, FROM_CLIENT, WIRE_NO_CO);
    close_connection(&channel->connection);
    return 0;
}
