/* Asynchronous writes to a pipe whose peer does not read. */
#ifndef WINCANCEL_OVERLAPPED_WRITE_H
#define WINCANCEL_OVERLAPPED_WRITE_H

#include "overlapped_read.h"

struct overlapped_write {
    struct overlapped_pipe *pipe;
    struct test_case *t;
    OVERLAPPED overlapped; /* with an event of its own; stays in place until the write has ended */
    const void *data;
    DWORD size;
};

/* Issued by the body's thread; `data` lives as long as the write. What still pends when the case is over is read then.
 */
struct overlapped_write *start_overlapped_write(struct test_case *t, struct overlapped_pipe *pipe, const void *data,
                                                DWORD size);
/* The same of PIPE_WRITE_SIZE bytes of the pattern, which pends: UNRESOLVED if not. */
struct overlapped_write *start_long_write(struct test_case *t, struct overlapped_pipe *pipe);
/* Cancels it by CancelIoEx, and judges as OBSERVED that it was found and aborted, and that its count is 0, whatever
 * was delivered. */
void cancel_long_write(struct test_case *t, struct overlapped_write *write);
/* UNRESOLVED unless it pends. */
void need_pending_write(struct test_case *t, struct overlapped_write *write);
bool is_write_pending(struct overlapped_write *write);
/* Waits for its end: "pending", "completed", "aborted" or "failed". Stores the count. */
const char *outcome_of_write(struct overlapped_write *write, DWORD *transferred);

#endif
