/* Another process for a test: this executable once more, in a role of its own, with the same subject. The two share a
 * pipe of messages. A companion is ended with the case at the latest, or with the job that all of a run are in.
 *
 * A role is a function in a file of its own, closed by COMPANION_ROLE(); see stooge.c.
 */
#ifndef WINCANCEL_COMPANION_H
#define WINCANCEL_COMPANION_H

#include "wincancel_test.h"

#define MAX_COMPANION_MESSAGE 4096u

/* ---- the pipe, the same at both ends. Sending and receiving do not wait for each other; one thread receives. */

struct channel {
    HANDLE pipe;
    CRITICAL_SECTION sending;
};

/* False with the last error set if nobody listens any more. */
bool send_message(struct channel *channel, const void *message, DWORD size);
/* Waits for a message, at most `milliseconds` (INFINITE: until the other end is gone). Its size; 0 with the last error
 * set, WAIT_TIMEOUT after the deadline. After a deadline the channel is of no use any more. */
DWORD receive_message(struct channel *channel, void *message, DWORD room, DWORD milliseconds);

/* ---- the test's side */

/* Zeroed before it is started. */
struct companion {
    HANDLE process; /* of the system: all access */
    DWORD process_id;
    struct channel channel;
    const WCHAR *order;
};

/* Starts this executable in `role`, which is given `argument` (UTF-8, one line), and returns when it has opened the
 * pipe. It inherits nothing. UNRESOLVED if it does not come about; so whoever owns `companion` has seen to it before
 * that dispose_of_companion() is called after the case. */
void start_companion(struct test_case *t, struct companion *companion, const char *role, const char *argument);
/* A message that must come now, of exactly `size` bytes: false with the last error after a deadline, and the companion
 * is terminated then. */
bool await_message(struct companion *companion, void *message, DWORD size, unsigned milliseconds);
/* Ends the process, if it still runs, and waits for that. */
void terminate_companion(struct companion *companion);
/* The same, and closes everything, once nobody receives any more. A second call does nothing. */
void dispose_of_companion(struct companion *companion);

/* ---- the companion's side */

struct companion_role {
    const char *name;
    /* The life of the process; returns its exit code. `channel` is open. */
    int (*run)(struct channel *channel, const char *argument);
    const struct companion_role *next;
};
void register_role(struct companion_role *role);
/* For child.c: the process is a companion in `role`, whose pipe is `pipe`. Its exit code. */
int run_companion(const char *role, const WCHAR *pipe, const char *argument);

#define COMPANION_ROLE(role_name, function)                                                                            \
    static struct companion_role function##_role = { .name = role_name, .run = function };                             \
    AT_START(function##_register, register_role(&function##_role))

#endif
