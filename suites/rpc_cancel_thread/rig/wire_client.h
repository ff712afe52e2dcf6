/* A client that speaks PDUs to a server of the target's run-time: what no client of a run-time can be made to send. */
#ifndef RCT_WIRE_CLIENT_H
#define RCT_WIRE_CLIENT_H

#include "connection.h"
#include "interface.h"
#include "server.h"
#include "wire/co_build.h"

struct wire_client {
    struct connection connection;
    struct server *server;
};

/* Connects to `server`, one of ncacn_ip_tcp, and binds to the rig's interface. Closed after the case; UNRESOLVED if the
 * server does not accept it. */
struct wire_client *connect_wire_client(struct test_case *t, struct server *server);

/* Sends a request for the call named `token`, or one fragment of it: `pfc_flags` say which. A first fragment alone has
 * all bytes of the request but the last four, the last fragment has these. */
void send_request(struct test_case *t, struct wire_client *client, uint32_t call_id, enum opnum opnum, unsigned flags,
                  DWORD token, uint8_t pfc_flags);
void send_co_cancel(struct test_case *t, struct wire_client *client, uint32_t call_id);
void send_orphaned(struct test_case *t, struct wire_client *client, uint32_t call_id);

/* What the server did to the connection. */
struct answer_seen {
    enum received received;
    struct co_header header; /* of a PDU */
    uint8_t cancel_count;
    bool own_reply; /* a response with the reply to `token` */
};
/* Waits for a PDU or the end of the connection, at most `milliseconds` (scaled). */
struct answer_seen see_answer(struct wire_client *client, DWORD token, unsigned milliseconds);
/* PREFIX.received, and of a PDU .ptype, .has_own_call_id, .cancel_count, .pending_cancel, .own_reply. */
void note_answer(struct test_case *t, const char *prefix, const struct answer_seen *answer, uint32_t call_id);
/* One more request, an echo, on the same connection, and the answer to it as PREFIX. */
void note_next_call(struct test_case *t, const char *prefix, struct wire_client *client, uint32_t call_id);

#endif
