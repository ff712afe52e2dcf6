/* The server's routines. They run in the server's process, on threads of the run-time. */
#ifndef RCT_MANAGER_H
#define RCT_MANAGER_H

#include "companion.h"
#include "interface.h"

#include <rpcasync.h>

void __RPC_STUB manager_echo(RPC_MESSAGE *message);
void __RPC_STUB manager_hold(RPC_MESSAGE *message);
void __RPC_STUB manager_raise(RPC_MESSAGE *message);
void __RPC_STUB manager_call_back(RPC_MESSAGE *message);
/* The asynchronous one. */
void manager_hold_async(RPC_ASYNC_STATE *state, void *binding, LONG token, LONG flags, LONG raises, LONG unused,
                        LONG *reply_token, LONG *reply_nonce);

/* Before the first call: whom to tell, and what replies carry. */
void prepare_managers(struct channel *observer, uint32_t nonce);

#endif
