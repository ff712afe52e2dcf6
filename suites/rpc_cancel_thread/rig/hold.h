/* What a manager does while it holds a call: it asks the run-time what the flags of the call say, and tells the test.
 */
#ifndef RCT_HOLD_H
#define RCT_HOLD_H

#include "companion.h"
#include "interface.h"
#include "observer.h"

/* CALL_POLLED is sent after so many rounds, all of which came before a cancel by a test that waits for it; where there
 * is nothing to ask about, as soon as the server has subscribed. */
#define ROUNDS_BEFORE_POLLED 10u

/* Before the first call: whom to tell. */
void prepare_holds(struct channel *observer);

struct server_event event_of(enum event_kind kind, const struct request *request);
void tell(struct server_event *event); /* with the time of now */

/* Until the test lets the call go. `call` is its handle, for POLL_WITH_HANDLE. */
void hold(const struct request *request, void *call);
/* Lets the call with that token go, also one that is yet to come. */
void let_call_go(DWORD token);

#endif
