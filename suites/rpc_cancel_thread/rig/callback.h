/* Static callbacks: what an IDL compiler makes of [callback], as far as the public pages tell. The run-time executes
 * one on the client, within the call that the server is busy with. No run-time that was at hand could issue one, so
 * this has never been seen to work; the probe "callbacks" tells where it may.
 */
#ifndef RCT_CALLBACK_H
#define RCT_CALLBACK_H

#include "interface.h"

/* ---- the server's side: issues CALLBACK_HOLD within `call` and returns its status, or the exception that ended it. */
LONG call_client_back(RPC_SERVER_INTERFACE *interface_, void *call, const struct request *request);

/* ---- the client's side */

/* For the client's table: returns at once where nobody holds callbacks, else when the test lets it. */
void __RPC_STUB callback_hold(RPC_MESSAGE *message);

/* From here on callbacks are held, each until let_callback_return() and after the case at the latest. After
 * prepare_call(), so that nothing waits for a call that waits for its callback. */
void hold_callbacks(struct test_case *t);
/* Waits at most `milliseconds` (scaled) for one to come in. `thread_id` is the thread that executes it. */
bool await_callback(unsigned milliseconds, DWORD *thread_id);
void let_callback_return(void);

#endif
