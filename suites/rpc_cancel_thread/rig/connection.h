/* A TCP connection of the rig's own, cut into PDUs. All waits have a deadline, and end when the case does. */
#ifndef RCT_CONNECTION_H
#define RCT_CONNECTION_H

#include <winsock2.h>

#include "wincancel_test.h"
#include "wire/co_pdu.h"
#include "wire/co_stream.h"

struct connection {
    SOCKET socket;
    HANDLE news; /* event of the socket */
    HANDLE stop; /* event of whoever owns the thread: every wait ends with it; NULL: nobody stops it */
    struct co_stream stream;
    uint8_t *buffer; /* of the stream */
    uint8_t chunk[65536];
    struct octets left; /* of the chunk */
};

enum received {
    RECEIVED_PDU,
    RECEIVED_CLOSE,   /* the other end closed, or reset, the connection */
    RECEIVED_NOTHING, /* until the deadline */
    RECEIVED_NO_CO,   /* what came is no DCE/RPC */
    RECEIVED_STOP
};
/* "pdu", "close", "nothing", "no_co", "stop" */
const char *received_word(enum received received);

/* Takes over a connected socket. False if there is no memory or no event for it; the socket is closed then. */
bool open_connection(struct connection *connection, SOCKET socket, HANDLE stop);
/* Connects to a port of this machine. False with the last error set. */
bool connect_to_port(struct connection *connection, unsigned port, HANDLE stop, DWORD milliseconds);
/* A connected pair of sockets has ended then; a second call does nothing. */
void close_connection(struct connection *connection);

/* The next PDU; what it points to lives until the next call. `milliseconds` is not scaled; INFINITE needs a `stop`.
 * With `also` not NULL the wait ends, as RECEIVED_NOTHING, when that is signalled too. */
enum received receive_pdu(struct connection *connection, struct co_pdu *pdu, DWORD milliseconds, HANDLE also);
/* The next bytes as they come, at most `*size`, into `data`; RECEIVED_PDU stands for bytes. */
enum received receive_bytes(struct connection *connection, uint8_t *data, size_t *size, DWORD milliseconds);
/* Sends it all, waiting as long as the other end does not read. False if that came to no end. */
bool send_bytes(struct connection *connection, const uint8_t *data, size_t size, DWORD milliseconds);

/* A listening socket on `*port` of the loopback interface, or, where that is 0, on a free one, which `*port` is then;
 * INVALID_SOCKET with the last error set. */
SOCKET listen_on_loopback(int backlog, unsigned *port);
/* The next connection to it; INVALID_SOCKET if none comes, or `stop` is signalled. */
SOCKET accept_one(SOCKET listener, HANDLE stop, DWORD milliseconds);

#endif
