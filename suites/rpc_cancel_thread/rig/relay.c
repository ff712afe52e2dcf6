#include "relay.h"

#include <stdlib.h>
#include <wchar.h>

#include "call.h"
#include "connection.h"

#define MAX_CONNECTIONS    16u
#define CONNECT_TIMEOUT_MS 5000u

struct relay_own;

/* One direction of one connection: bytes go on as they come, and are read on the way. */
struct flow {
    struct relay_own *relay;
    unsigned number; /* of the connection */
    enum wire_side side;
    struct connection *from, *to;
    HANDLE thread;
};

struct passage {
    struct connection client, server;
    struct flow flows[2];
};

struct relay_own {
    struct relay public;
    SOCKET listener;
    unsigned server_port;
    HANDLE stop;
    HANDLE thread; /* that accepts */
    struct passage passages[MAX_CONNECTIONS];
    unsigned count;
};

/* Bytes that are not DCE/RPC go on all the same. */
static void read_on_the_way(struct flow *flow, struct co_stream *stream, const uint8_t *data, size_t size)
{
    struct octets chunk = { data, size };
    struct wire_log *log = flow->relay->public.log;
    if (stream->state == CO_STREAM_NO_CO)
        return;
    while (co_stream_take(stream, &chunk) == CO_STREAM_PDU) {
        struct co_pdu pdu;
        if (co_pdu_parse(co_stream_pdu(stream), &pdu) == CO_GOOD)
            log_pdu(log, flow->number, flow->side, &pdu);
        else
            log_wire(log, flow->number, flow->side, WIRE_NO_CO);
    }
    if (stream->state == CO_STREAM_NO_CO)
        log_wire(log, flow->number, flow->side, WIRE_NO_CO);
}

static DWORD WINAPI pass_on(void *flow_)
{
    struct flow *flow = flow_;
    uint8_t data[4096];
    size_t size = sizeof(data);
    enum received received;
    while ((received = receive_bytes(flow->from, data, &size, INFINITE)) == RECEIVED_PDU) { /* ended by `stop` */
        read_on_the_way(flow, &flow->from->stream, data, size);
        if (!send_bytes(flow->to, data, size, INFINITE))
            break;
        size = sizeof(data);
    }
    if (received != RECEIVED_STOP) {
        log_wire(flow->relay->public.log, flow->number, flow->side, WIRE_CLOSED);
        shutdown(flow->to->socket, SD_SEND);
    }
    return 0;
}

static void add_passage(struct relay_own *relay, SOCKET client)
{
    struct passage *passage = &relay->passages[relay->count];
    if (!open_connection(&passage->client, client, relay->stop))
        return;
    if (!connect_to_port(&passage->server, relay->server_port, relay->stop, CONNECT_TIMEOUT_MS)) {
        close_connection(&passage->client);
        return;
    }
    log_wire(relay->public.log, relay->count, FROM_CLIENT, WIRE_OPENED);
    passage->flows[0] = (struct flow){ relay, relay->count, FROM_CLIENT, &passage->client, &passage->server, NULL };
    passage->flows[1] = (struct flow){ relay, relay->count, FROM_SERVER, &passage->server, &passage->client, NULL };
    for (int i = 0; i < 2; ++i)
        passage->flows[i].thread = CreateThread(NULL, 0, pass_on, &passage->flows[i], 0, NULL);
    ++relay->count;
}

static DWORD WINAPI accept_all(void *relay_)
{
    struct relay_own *relay = relay_;
    while (relay->count < MAX_CONNECTIONS) {
        SOCKET client = accept_one(relay->listener, relay->stop, INFINITE); /* ended by `stop` */
        if (client == INVALID_SOCKET)
            break;
        add_passage(relay, client);
    }
    return 0;
}

static void join(HANDLE thread)
{
    if (!thread)
        return;
    WaitForSingleObject(thread, scaled_ms(CONNECT_TIMEOUT_MS * 2));
    CloseHandle(thread);
}

static void end_relay(void *relay_)
{
    struct relay_own *relay = relay_;
    SetEvent(relay->stop);
    join(relay->thread);
    for (unsigned i = 0; i < relay->count; ++i) {
        struct passage *passage = &relay->passages[i];
        join(passage->flows[0].thread);
        join(passage->flows[1].thread);
        close_connection(&passage->client);
        close_connection(&passage->server);
    }
    closesocket(relay->listener);
    CloseHandle(relay->stop);
}

struct relay *start_relay(struct test_case *t, struct server *server)
{
    struct relay_own *relay = memory_of_case(t, sizeof(*relay));
    WCHAR *endpoint = memory_of_case(t, 16 * sizeof(*endpoint));
    relay->public.log = make_wire_log(t);
    relay->server_port = (unsigned)wcstoul(server->endpoint, NULL, 10);
    relay->stop = CreateEventW(NULL, TRUE, FALSE, NULL);
    need(t, relay->stop != NULL, "CreateEvent for a relay");
    relay->listener = listen_on_loopback(MAX_CONNECTIONS, &relay->public.port);
    need(t, relay->listener != INVALID_SOCKET, "a listening socket for a relay");
    after_case(t, end_relay, relay);
    swprintf(endpoint, 16, L"%u", relay->public.port);
    relay->public.endpoint = endpoint;
    relay->thread = CreateThread(NULL, 0, accept_all, relay, 0, NULL);
    need(t, relay->thread != NULL, "CreateThread for a relay");
    return &relay->public;
}

void *bind_through(struct test_case *t, struct relay *relay, struct server *server)
{
    void *binding = bind_to(t, server->protseq, relay->endpoint);
    need_echo(t, binding, &server->peer);
    return binding;
}
