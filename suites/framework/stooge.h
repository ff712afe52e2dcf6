/* A companion with one thread that blocks in ReadFile of a pipe whose other end is the test's.
 *
 * Operations of kind stooge_read (operations/stooge_read.h) wrap it, so that the verbs of operation.h apply to the read
 * in the other process; this is what they are made of.
 */
#ifndef WINCANCEL_STOOGE_H
#define WINCANCEL_STOOGE_H

#include "companion.h"
#include "operation.h"

struct stooge {
    struct companion companion;
    DWORD thread_id;   /* of the thread that blocks */
    HANDLE its_handle; /* what it reads from; a value of the other process, for DuplicateHandle from it */
    HANDLE peer;       /* our end of the pipe, of the subject, duplex */
};

/* Starts it, and returns once its read is seen to block. UNRESOLVED if that does not come about. */
void start_stooge(struct test_case *t, struct stooge *stooge);
/* Waits for the end of its read, on a thread that may block, and takes over what the read gave; `data` has room for
 * OPERATION_DATA bytes. False with the last error if the stooge ended without telling. */
bool await_stooge_read(struct stooge *stooge, struct operation_result *result, unsigned char *data);
/* Terminates the process, if it still runs, and waits for that. The other end of its pipe stays open. */
void terminate_stooge(struct stooge *stooge);
/* The same, and closes everything. */
void dispose_of_stooge(struct stooge *stooge);

#endif
