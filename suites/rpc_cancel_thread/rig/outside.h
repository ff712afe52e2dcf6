/* What the functions for managers say on a thread that serves no call. */
#ifndef RCT_OUTSIDE_H
#define RCT_OUTSIDE_H

#include "told.h"

/* One poll on this thread, of what `flags` (hold_flags) say. */
struct server_event ask_in_client(unsigned flags);
/* One poll on a thread of the server's process. UNRESOLVED if there is no answer in time. */
struct server_event ask_in_server(struct test_case *t, struct server *server, unsigned flags);

#endif
