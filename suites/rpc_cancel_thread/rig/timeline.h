/* When what happened during one cancelled call, for who reads a report. All times are those of now_us(), one clock for
 * all processes of a machine; they are recorded from the moment at which the call began. */
#ifndef RCT_TIMELINE_H
#define RCT_TIMELINE_H

#include "cancel.h"
#include "relay.h"

/* Records timeline.MOMENT for each moment that was seen: call_begins (0), manager_begins, cancel_begins,
 * cancel_returns, client_informs (the first PDU that tells of the cancel), client_closes (its connection), server_told
 * (RpcTestCancel or RpcServerTestCancel said so inside the manager), client_returns, manager_ends. Comes after the call
 * was released: waits a while for the manager to end. `relay` is the way that the call took to `server`. */
void note_timeline(struct test_case *t, struct operation *call, const struct rpc_cancel *cancel, struct server *server,
                   struct relay *relay);

#endif
