/* The stubs of asynchronous calls. No free IDL compiler makes any ([async] gives a synchronous stub), so the format
 * string is written by hand, after the layout that the pages "The Header" and "Procedure Header Descriptor" of the RPC
 * documentation give. */
#ifndef RCT_ASYNC_STUB_H
#define RCT_ASYNC_STUB_H

#include "interface.h"

#include <rpcasync.h>

/* The client's: returns once the request is on its way; raises what a stub raises. `state` and `reply` belong to the
 * run-time until RpcAsyncCompleteCall has ended the call. OP_HOLD or OP_HOLD_ASYNC. */
void issue_hold(RPC_ASYNC_STATE *state, void *binding, enum opnum opnum, const struct request *request,
                struct reply *reply);

/* The server's, for the table of dispatch functions: takes OP_HOLD_ASYNC apart and calls manager_hold_async(). */
void __RPC_STUB dispatch_hold_async(RPC_MESSAGE *message);
/* What the server's description of the interface holds for it. */
extern const MIDL_SERVER_INFO async_server;

#endif
