/* The server's routines. They run in the server's process, on threads of the run-time. */
#ifndef RCT_MANAGER_H
#define RCT_MANAGER_H

#include "companion.h"
#include "interface.h"

void __RPC_STUB manager_echo(RPC_MESSAGE *message);
void __RPC_STUB manager_hold(RPC_MESSAGE *message);
void __RPC_STUB manager_raise(RPC_MESSAGE *message);
void __RPC_STUB manager_call_back(RPC_MESSAGE *message);

/* Before the first call: whom to tell, and what replies carry. */
void prepare_managers(struct channel *observer, uint32_t nonce);
/* Lets the call with that token go, also one that is yet to come. */
void let_call_go(DWORD token);

#endif
