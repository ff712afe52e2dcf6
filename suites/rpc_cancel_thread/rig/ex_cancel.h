/* RpcCancelThreadEx on a thread of its own: by one reading of its page it does not return before the call that it
 * cancels has ended, or the time-out has.
 */
#ifndef RCT_EX_CANCEL_H
#define RCT_EX_CANCEL_H

#include "cancel.h"

/* Calls RpcCancelThreadEx(thread, seconds) on a new worker; `call` is the call in progress on `thread`, which is let go
 * after the case if the function still waits for it. UNSUPPORTED if it is not exported. */
struct operation *start_cancel_ex(struct test_case *t, HANDLE thread, LONG seconds, struct operation *call);
/* What it answered, once has_ended(). */
struct rpc_cancel ex_cancel_of(const struct operation *cancelling);

/* The whole of it, where `seconds` is finite: it must return in that time, which is judged in `tier` as
 * "cancel.returned", and with RPC_S_OK, "cancel.status". Returns whether both were so. */
bool cancel_ex_is_accepted(struct test_case *t, enum tier tier, HANDLE thread, LONG seconds, struct operation *call,
                           struct rpc_cancel *cancel);

/* As cancel_control(), but with RpcCancelThreadEx and a time-out of one second: so that a function that only seems to
 * accept time-outs collects nothing. */
void cancel_ex_control(struct test_case *t, struct worker *worker, struct peer *peer, void *binding);

#endif
