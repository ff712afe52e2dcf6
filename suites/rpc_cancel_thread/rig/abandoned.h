/* The status of a call that is abandoned because its server did not return in time. The page of RpcCancelThread says
 * RPC_S_CALL_FAILED, that of RpcCancelThreadEx says RPC_S_CALL_CANCELLED of the same event, and the list of RPC's
 * return values defines the latter so as to cover it. So both are allowed wherever it is judged, and which page was met
 * is recorded.
 */
#ifndef RCT_ABANDONED_H
#define RCT_ABANDONED_H

#include "cancel.h"

#define STATUSES_OF_ABANDONED ALLOW(RPC_S_CALL_FAILED, RPC_S_CALL_CANCELLED)

/* Records PREFIX.page_met: "rpc_cancel_thread", "rpc_cancel_thread_ex", "neither", or "none" of a call that did not
 * fail. */
void note_page_met(struct test_case *t, const char *prefix, const struct operation *call);

#endif
