/* The inside of the stand-in of http_proxy.h: its channels, each a thread, and what they share. */
#ifndef RCT_HTTP_CHANNEL_H
#define RCT_HTTP_CHANNEL_H

#include "connection.h"
#include "http_proxy.h"
#include "interface.h"

#define MAX_CHANNELS            32u /* in the life of one stand-in */
#define MAX_VIRTUAL_CONNECTIONS (MAX_CHANNELS / 2)
#define MAX_HELD_CALLS          16u
#define MAX_QUEUE               2048u /* bytes */

/* IN takes, OUT sends: what is to go out waits in a queue for the thread of OUT. */
struct virtual_connection {
    struct dce_uuid cookie;
    bool has_in, has_out;
    uint8_t queue[MAX_QUEUE];
    size_t queued;
    HANDLE news; /* set when something is queued */
};

struct held_call {
    DWORD token;
    uint32_t call_id;
    struct virtual_connection *through;
    bool let_go;
};

struct http_channel {
    struct http_stand_in *stand_in;
    unsigned number; /* in the log */
    struct connection connection;
    struct request request; /* IN: of the request at hand */
    HANDLE thread;
};

struct http_stand_in {
    struct http_proxy public;
    SOCKET listener;
    HANDLE stop, acceptor;
    CRITICAL_SECTION lock; /* of all below */
    struct http_channel channels[MAX_CHANNELS];
    unsigned channel_count;
    struct virtual_connection virtual_connections[MAX_VIRTUAL_CONNECTIONS];
    unsigned virtual_connection_count;
    struct held_call calls[MAX_HELD_CALLS];
    unsigned call_count;
};

/* A thread's life; its argument is the http_channel, whose connection is open. It ends with the connection, or with
 * `stop`. */
DWORD WINAPI serve_channel(void *channel);
/* Queues the reply to a call. Needs the lock. */
void queue_reply(struct http_stand_in *stand_in, struct virtual_connection *through, uint32_t call_id, DWORD token);

#endif
