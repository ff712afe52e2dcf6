/* Asynchronous reads of a pipe: what CancelIo and CancelIoEx are about, and what CancelSynchronousIo must leave alone.
 */
#ifndef WINCANCEL_OVERLAPPED_READ_H
#define WINCANCEL_OVERLAPPED_READ_H

#include "operation.h"

/* A duplex byte pipe: `handle` was opened for overlapped I/O, `peer` was not. Closed after the case. */
struct overlapped_pipe {
    HANDLE handle;
    HANDLE peer;
};
struct overlapped_pipe *make_overlapped_pipe(struct test_case *t);

struct overlapped_read {
    struct overlapped_pipe *pipe;
    struct test_case *t;
    HANDLE event;          /* manual; also in overlapped.hEvent */
    OVERLAPPED overlapped; /* stays in place until the read has ended */
    unsigned char data[64];
    BOOL issued; /* what ReadFile returned, and its last error */
    DWORD issue_error;
};

/* Issued by the body's thread, or by the thread of a worker, which then is idle and lives on. UNRESOLVED unless it
 * pends. What still pends when the case is over is ended then. */
struct overlapped_read *start_overlapped_read(struct test_case *t, struct overlapped_pipe *pipe);
struct overlapped_read *start_overlapped_read_on(struct test_case *t, struct worker *worker,
                                                 struct overlapped_pipe *pipe);

/* Status pending, and the event not signalled. */
bool is_read_pending(struct overlapped_read *read);
/* Waits at most `milliseconds` (scaled) for the end: "pending", "completed", "aborted" or "failed". Stores the last
 * error of GetOverlappedResult and the count, where the pointers are not NULL. */
const char *outcome_of_read(struct overlapped_read *read, unsigned milliseconds, DWORD *error, DWORD *transferred);
/* What the next read of the pipe is to get. */
bool write_release_data(struct overlapped_pipe *pipe);

/* It ended with ERROR_OPERATION_ABORTED: PREFIX.outcome judged in `tier`, the rest recorded. */
bool witness_read_aborted(struct test_case *t, enum tier tier, const char *prefix, struct overlapped_read *read);
/* It still pends, and gets exactly the data that is then written: PREFIX.undisturbed judged in `tier`. It must be the
 * oldest read of its pipe. */
bool witness_read_undisturbed(struct test_case *t, enum tier tier, const char *prefix, struct overlapped_read *read);

#endif
