/* A relay between a client and a server of ncacn_ip_tcp that sees every PDU and every close. */
#ifndef RCT_RELAY_H
#define RCT_RELAY_H

#include "server.h"
#include "wire_log.h"

struct relay {
    struct wire_log *log;
    unsigned port;
    const WCHAR *endpoint; /* the same, for a string binding */
};

/* Starts a relay to `server`, which is one of ncacn_ip_tcp. It ends with the case. */
struct relay *start_relay(struct test_case *t, struct server *server);
/* A binding through the relay, over which a first call was made. */
void *bind_through(struct test_case *t, struct relay *relay, struct server *server);

#endif
