/* Asynchronous calls: issued on a worker, which is idle again at once. The run-time sets an event when the call is
 * over, and only then the test completes it; until then the state is the run-time's. */
#ifndef RCT_ASYNC_CALL_H
#define RCT_ASYNC_CALL_H

#include "cancel.h"
#include "server.h"

struct async_call;

/* Issues OP_HOLD or OP_HOLD_ASYNC, and returns when the server has the call. UNRESOLVED if it cannot be issued. */
struct async_call *issue_async_call(struct test_case *t, struct worker *worker, struct server *server, enum opnum opnum,
                                    unsigned flags);
DWORD token_of(const struct async_call *call);

/* RpcAsyncCancelCall. */
struct rpc_cancel call_rpc_async_cancel_call(struct async_call *call, BOOL abort);
/* The same of something that is no state of a call. */
struct rpc_cancel call_rpc_async_cancel_call_of(void *state, BOOL abort);

/* Waits at most `milliseconds` (scaled) for the call to be over; false: it is not. */
bool await_notification(struct async_call *call, unsigned milliseconds);
/* RpcAsyncCompleteCall, on the call's worker, of a call that is said to be over. `status` becomes what it returned, or
 * the exception that it raised. False: it does not come back, which only a call that is not over can do. */
bool complete_async_call(struct test_case *t, struct async_call *call, LONG *status);
/* Whether the reply of a completed call is the server's own to this call. */
bool has_own_async_reply(const struct async_call *call);

/* Nothing but the server ended the call: released, it ends with the server's own reply. PREFIX.undisturbed judged in
 * `tier`, .status recorded. Returns that. */
bool witness_async_undisturbed(struct test_case *t, enum tier tier, const char *prefix, struct async_call *call);

/* Closes every negative case: a call is cancelled abortively, while the server holds it. If not, UNRESOLVED. */
void async_cancel_control(struct test_case *t, struct worker *worker, struct server *server);

#endif
