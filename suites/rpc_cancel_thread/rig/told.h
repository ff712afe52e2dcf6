/* The server's word on whether a call is cancelled. */
#ifndef RCT_TOLD_H
#define RCT_TOLD_H

#include "cancel.h"
#include "server.h"

/* Begins a call (OP_HOLD) about which the server asks what `flags` say, and returns when it has asked a number of
 * times. `event` (may be NULL) is CALL_POLLED. */
struct operation *start_polled_call(struct test_case *t, struct worker *worker, struct server *server, unsigned flags,
                                    LONG cancel_timeout, struct server_event *event);
/* The last word of the server: lets the call go and waits for CALL_LEFT. UNRESOLVED if it does not come. */
struct server_event leave_call(struct test_case *t, struct server *server, struct operation *call);

/* Records PREFIX.first, .other, .exception and .count. */
void note_polls(struct test_case *t, const char *prefix, const struct cancel_polls *polls);

/* The server was told within the slack of the cancel and not before it: PREFIX.told judged in `tier`, PREFIX.told_after
 * recorded. `event` (may be NULL) is CALL_TOLD. Returns whether it was. */
bool witness_told(struct test_case *t, enum tier tier, const char *prefix, struct server *server,
                  struct operation *call, const struct rpc_cancel *cancel, struct server_event *event);

/* Closes cases whose point is that the server is not told: a cancelled call is told of. If not, UNRESOLVED. */
void told_control(struct test_case *t, struct worker *worker, struct server *server, unsigned flags);

#endif
