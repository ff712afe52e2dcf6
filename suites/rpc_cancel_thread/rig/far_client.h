/* A client in another process, so that a cancel can name a thread of another process. Its calls are operations of the
 * test's all the same: a worker of the test's waits for the end of each. It is ended with the case.
 */
#ifndef RCT_FAR_CLIENT_H
#define RCT_FAR_CLIENT_H

#include "call.h"
#include "companion.h"
#include "server.h"

struct far_client {
    struct companion companion;
    DWORD thread_id;     /* of the thread that makes its calls */
    LONG cancel_timeout; /* of its next call */
};

/* Starts it with a binding of its own to `server`. UNRESOLVED if it does not come up. */
struct far_client *start_far_client(struct test_case *t, struct server *server);
/* start_held_call(), made by the client. One at a time. */
struct operation *start_far_call(struct test_case *t, struct far_client *client, struct server *server,
                                 LONG cancel_timeout);

#endif
