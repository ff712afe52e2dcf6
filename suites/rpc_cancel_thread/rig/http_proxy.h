/* A stand-in for a proxy of RPC over HTTP version 2 and for the server behind it, both in one: a peer (peer.h) that
 * holds calls until the test lets them go.
 *
 * A client opens two HTTP connections to a proxy, its channels. IN carries PDUs to the server, OUT those back; a pair
 * of them is a virtual connection, named by a cookie (MS-RPCH 3.2.1). Setting up: each channel asks for an echo; then
 * OUT brings CONN/A1, which CONN/A3 answers, and IN brings CONN/B1; when both are there CONN/C2 goes out by OUT. From
 * there on it is DCE/RPC as over TCP.
 *
 * Tried with Wine 8.0 and 10.0 as clients. What Windows may want beyond this is unproven: acknowledgements of flow
 * control on OUT once a client has sent more than the window that CONN/C2 grants, channels that are replaced when their
 * lifetime ends, pings in return for its own, an authentication of HTTP. Calls of this rig are short and small, so none
 * of it should come up. Pings, and what else a client says by RTS PDUs later, are read and not answered.
 */
#ifndef RCT_HTTP_PROXY_H
#define RCT_HTTP_PROXY_H

#include "peer.h"
#include "wire_log.h"

struct http_proxy {
    struct peer peer;
    struct wire_log *log; /* of what came, on every channel; connections are counted as they are accepted */
    unsigned port;
};

/* Starts it on a port of the loopback interface: 80 on Wine, which takes the host alone from a binding's proxy and
 * never the port; elsewhere a free one. UNTESTED where 80 cannot be had. It is ended with the case. */
struct http_proxy *start_http_proxy(struct test_case *t);
/* A binding through it, freed after the case. UNSUPPORTED if the target has no ncacn_http. No call is made. */
void *bind_through_http_proxy(struct test_case *t, struct http_proxy *proxy);

#endif
