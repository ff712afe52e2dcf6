/* Asking the run-time, inside a manager, whether the call is cancelled. */
#ifndef RCT_POLLS_H
#define RCT_POLLS_H

#include "observer.h"

/* One more poll each, unless one has raised already; after the first 0 three more readings, once. */
void poll_test_cancel(struct cancel_polls *polls);
void poll_server_test_cancel(struct cancel_polls *polls, bool with_handle);

#endif
