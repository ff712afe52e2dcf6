#include "connection.h"

#include <stdlib.h>
#include <string.h>

#include "loopback_port.h"

#define LOOK_AGAIN_MS 20u
#define PORT_ATTEMPTS 50u

const char *received_word(enum received received)
{
    static const char *const words[] = { "pdu", "close", "nothing", "no_co", "stop" };
    return words[received];
}

bool open_connection(struct connection *connection, SOCKET socket, HANDLE stop)
{
    memset(connection, 0, sizeof(*connection));
    connection->socket = socket;
    connection->stop = stop;
    connection->news = CreateEventW(NULL, FALSE, FALSE, NULL);
    connection->buffer = malloc(CO_MAX_FRAG);
    if (connection->news && connection->buffer &&
        !WSAEventSelect(socket, connection->news, FD_READ | FD_WRITE | FD_CLOSE)) {
        co_stream_start(&connection->stream, connection->buffer, CO_MAX_FRAG);
        return true;
    }
    close_connection(connection);
    return false;
}

static struct sockaddr_in loopback_address(unsigned port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((u_short)port) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool connect_to_port(struct connection *connection, unsigned port, HANDLE stop, DWORD milliseconds)
{
    struct sockaddr_in address = loopback_address(port);
    SOCKET made = socket(AF_INET, SOCK_STREAM, 0);
    HANDLE connected = CreateEventW(NULL, FALSE, FALSE, NULL);
    bool ok = made != INVALID_SOCKET && connected && !WSAEventSelect(made, connected, FD_CONNECT);
    if (ok && connect(made, (struct sockaddr *)&address, sizeof(address))) {
        WSANETWORKEVENTS events;
        ok = WSAGetLastError() == WSAEWOULDBLOCK && WaitForSingleObject(connected, milliseconds) == WAIT_OBJECT_0 &&
             !WSAEnumNetworkEvents(made, connected, &events) && !events.iErrorCode[FD_CONNECT_BIT];
    }
    if (connected)
        CloseHandle(connected);
    if (!ok && made != INVALID_SOCKET)
        closesocket(made);
    return ok && open_connection(connection, made, stop);
}

void close_connection(struct connection *connection)
{
    if (connection->socket != INVALID_SOCKET && connection->socket)
        closesocket(connection->socket);
    if (connection->news)
        CloseHandle(connection->news);
    free(connection->buffer);
    memset(connection, 0, sizeof(*connection));
    connection->socket = INVALID_SOCKET;
}

/* ---- waiting ------------------------------------------------------------------------------------------------------
 */

struct deadline {
    uint64_t at_us; /* UINT64_MAX: none */
};

static struct deadline deadline_in(DWORD milliseconds)
{
    struct deadline deadline = { milliseconds == INFINITE ? UINT64_MAX : now_us() + milliseconds * UINT64_C(1000) };
    return deadline;
}

/* RECEIVED_PDU: there may be something to do with the socket. */
static enum received await_news(const struct connection *connection, struct deadline deadline, HANDLE also)
{
    HANDLE handles[3] = { connection->news };
    DWORD count = 1, stop = MAXIMUM_WAIT_OBJECTS;
    uint64_t now = now_us();
    if (connection->stop) {
        stop = count;
        handles[count++] = connection->stop;
    }
    if (also)
        handles[count++] = also;
    DWORD patience = deadline.at_us == UINT64_MAX ? INFINITE
                     : deadline.at_us <= now      ? 0
                                                  : (DWORD)((deadline.at_us - now) / 1000 + 1);
    DWORD woken = WaitForMultipleObjects(count, handles, FALSE, patience);
    if (woken == WAIT_OBJECT_0)
        return RECEIVED_PDU;
    return woken == WAIT_OBJECT_0 + stop ? RECEIVED_STOP : RECEIVED_NOTHING;
}

/* ---- receiving ----------------------------------------------------------------------------------------------------
 */

static enum received receive(struct connection *connection, uint8_t *data, size_t *size, struct deadline deadline,
                             HANDLE also)
{
    for (;;) {
        int got = recv(connection->socket, (char *)data, (int)*size, 0);
        if (got > 0) {
            *size = (size_t)got;
            return RECEIVED_PDU;
        }
        if (got == 0 || WSAGetLastError() != WSAEWOULDBLOCK)
            return RECEIVED_CLOSE;
        enum received woken = await_news(connection, deadline, also);
        if (woken != RECEIVED_PDU)
            return woken;
    }
}

enum received receive_bytes(struct connection *connection, uint8_t *data, size_t *size, DWORD milliseconds)
{
    return receive(connection, data, size, deadline_in(milliseconds), NULL);
}

enum received receive_pdu(struct connection *connection, struct co_pdu *pdu, DWORD milliseconds, HANDLE also)
{
    struct deadline deadline = deadline_in(milliseconds);
    for (;;) {
        enum co_stream_state state = co_stream_take(&connection->stream, &connection->left);
        if (state == CO_STREAM_PDU)
            return co_pdu_parse(co_stream_pdu(&connection->stream), pdu) == CO_GOOD ? RECEIVED_PDU : RECEIVED_NO_CO;
        if (state == CO_STREAM_NO_CO)
            return RECEIVED_NO_CO;
        size_t size = sizeof(connection->chunk);
        enum received received = receive(connection, connection->chunk, &size, deadline, also);
        if (received != RECEIVED_PDU)
            return received;
        connection->left = (struct octets){ connection->chunk, size };
    }
}

/* ---- sending ------------------------------------------------------------------------------------------------------
 */

bool send_bytes(struct connection *connection, const uint8_t *data, size_t size, DWORD milliseconds)
{
    struct deadline deadline = deadline_in(milliseconds);
    while (size) {
        int sent = send(connection->socket, (const char *)data, size > 65536 ? 65536 : (int)size, 0);
        if (sent > 0) {
            data += sent;
            size -= (size_t)sent;
        } else if (WSAGetLastError() != WSAEWOULDBLOCK || await_news(connection, deadline, NULL) != RECEIVED_PDU) {
            return false;
        }
    }
    return true;
}

/* ---- listening ----------------------------------------------------------------------------------------------------
 */

static SOCKET listen_on(unsigned port, int backlog)
{
    struct sockaddr_in address = loopback_address(port);
    SOCKET listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == INVALID_SOCKET ||
        (!bind(listener, (struct sockaddr *)&address, sizeof(address)) && !listen(listener, backlog)))
        return listener;
    int error = WSAGetLastError();
    closesocket(listener);
    WSASetLastError(error);
    return INVALID_SOCKET;
}

SOCKET listen_on_loopback(int backlog, unsigned *port)
{
    WSADATA data;
    if (WSAStartup(MAKEWORD(2, 2), &data)) /* for the whole life of the process */
        return INVALID_SOCKET;
    if (*port)
        return listen_on(*port, backlog);
    SOCKET listener = INVALID_SOCKET;
    for (unsigned i = 0; i < PORT_ATTEMPTS && listener == INVALID_SOCKET; ++i) {
        *port = draw_loopback_ports(1);
        listener = listen_on(*port, backlog);
    }
    return listener;
}

/* Whether there is reason to try to accept once more. On Wine 8.0 and 10.0 one connection in some hundreds is never
 * told of, so there is one every now and then. */
static bool may_accept(HANDLE news, HANDLE stop, struct deadline deadline)
{
    HANDLE handles[2] = { news, stop };
    DWORD woken = WaitForMultipleObjects(2, handles, FALSE, LOOK_AGAIN_MS);
    return woken == WAIT_OBJECT_0 || (woken == WAIT_TIMEOUT && now_us() < deadline.at_us);
}

SOCKET accept_one(SOCKET listener, HANDLE stop, DWORD milliseconds)
{
    HANDLE news = CreateEventW(NULL, FALSE, FALSE, NULL);
    struct deadline deadline = deadline_in(milliseconds);
    SOCKET accepted = INVALID_SOCKET;
    if (!news || WSAEventSelect(listener, news, FD_ACCEPT))
        return INVALID_SOCKET;
    do {
        accepted = accept(listener, NULL, NULL);
    } while (accepted == INVALID_SOCKET && WSAGetLastError() == WSAEWOULDBLOCK && may_accept(news, stop, deadline));
    WSAEventSelect(listener, NULL, 0);
    CloseHandle(news);
    return accepted;
}
