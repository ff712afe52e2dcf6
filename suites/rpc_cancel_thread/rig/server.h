/* A server for a test: a process of its own that offers the rig's interface, and an observer channel to it beside the
 * calls under test. It is ended with the case.
 */
#ifndef RCT_SERVER_H
#define RCT_SERVER_H

#include "companion.h"
#include "observer.h"
#include "peer.h"
#include "protseq.h"

#define MAX_EVENTS      256u
#define PORTS_OF_SERVER 8u /* that it may try */

struct server {
    struct peer peer;
    const struct protseq *protseq;
    const WCHAR *endpoint;
    void *binding; /* a call through it was made, so that the connection is there */
    /* the rig's own */
    struct companion companion;
    HANDLE listener; /* thread that takes events */
    HANDLE news;     /* set after each event */
    CRITICAL_SECTION lock;
    struct server_event *events;
    unsigned count;
};

/* Starts a server on an endpoint of its own, and makes a first call, which its own reply must answer. UNSUPPORTED if
 * the target does not support the protocol sequence, UNRESOLVED if the server does not come up. */
struct server *start_server(struct test_case *t, const struct protseq *protseq);
/* The same without a first call; `binding` is NULL. */
struct server *start_cold_server(struct test_case *t, const struct protseq *protseq);

/* A binding to an endpoint, with options of the network or NULL, in any process. Returns the status of the call that
 * failed and names it in `*failed`. */
LONG make_binding(const struct protseq *protseq, const WCHAR *endpoint, const WCHAR *options, void **binding,
                  const char **failed);
/* The same, freed after the case. UNRESOLVED if it cannot be made. */
void *bind_to(struct test_case *t, const struct protseq *protseq, const WCHAR *endpoint);
/* The same with options of the network, as in a string binding; NULL: none. */
void *bind_with_options(struct test_case *t, const struct protseq *protseq, const WCHAR *endpoint,
                        const WCHAR *options);

/* The event of that kind about the call with that token: waits at most `milliseconds` (scaled). False: it did not come.
 * `event` may be NULL. */
bool await_event(struct server *server, enum event_kind kind, DWORD token, unsigned milliseconds,
                 struct server_event *event);

#endif
