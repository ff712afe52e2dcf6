/* Proof that a call waits for its server, whatever was done to it meanwhile. */
#ifndef RCT_WAITS_FOR_SERVER_H
#define RCT_WAITS_FOR_SERVER_H

#include "cancel.h"
#include "server.h"

/* For how long a call is watched that should wait for ever. */
#define WATCH_MS 3000u

/* Judged in `tier`: PREFIX.held, that the call still blocks after a watch of `milliseconds` (scaled) while the server
 * holds it; and PREFIX.ends_with_server, that it ends once the server lets it go and not before the server's routine.
 * Its status, phase and times are recorded, its end since the cancel too. Returns whether both were so. */
bool witness_waits_for_server(struct test_case *t, enum tier tier, const char *prefix, struct server *server,
                              struct operation *call, const struct rpc_cancel *cancel, unsigned milliseconds);

/* The server's routine has not left the call that nobody lets go, after a watch; else UNRESOLVED. */
void need_still_held(struct test_case *t, struct server *server, const struct operation *call);

#endif
