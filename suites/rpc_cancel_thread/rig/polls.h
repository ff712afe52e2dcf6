/* Asking the run-time whether a call is cancelled: inside a manager or, for the answer on a thread without a call,
 * anywhere. */
#ifndef RCT_POLLS_H
#define RCT_POLLS_H

#include "observer.h"

/* One more poll each, unless one has raised already; after the first 0 three more readings, once. */
void poll_test_cancel(struct cancel_polls *polls);
/* `call` NULL: the one that this thread serves. */
void poll_server_test_cancel(struct cancel_polls *polls, void *call);
/* Of the call that this thread serves. */
void poll_attributes(struct attribute_polls *polls);

/* The one that the flags of a call ask for, of those above. */
void poll_all(struct server_event *event, unsigned flags, void *call);

#endif
