/* What the probes of this suite share: a manager to ask in, and how a stub is told from a function. */
#ifndef RCT_PROBES_H
#define RCT_PROBES_H

#include "probe.h"

#include <rpc.h>

#define MADE_UP_HANDLE ((void *)(uintptr_t)0xDEADBEE0u)

/* Whether it is the answer of an export behind which there is nothing. */
bool says_stub(const struct answer *answer);

/* Asks inside a manager, which a server in this very process runs for a call of ours, over the first protocol sequence
 * that works: some functions mean something only there. False: there is no such manager to be had. */
bool ask_inside(DWORD (*call)(void *argument), void *argument, struct answer *answer);
/* The description of that server's interface; its client has the rig's callback. */
extern RPC_SERVER_INTERFACE inside_interface;
/* "inside a call over ncalrpc: code 0, exception 0x0", or that there was no manager. */
void describe_inside(char *text, size_t size, bool asked, const struct answer *answer);

#endif
