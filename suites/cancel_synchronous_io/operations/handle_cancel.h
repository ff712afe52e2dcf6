/* Cancels by handle, made on a thread of their own: on Windows they may queue behind the synchronous operation that
 * the handle is busy with, so a test waits for their end with a deadline. */
#ifndef WINCANCEL_HANDLE_CANCEL_H
#define WINCANCEL_HANDLE_CANCEL_H

#include "operation.h"

extern const struct operation_kind cancel_io_call;    /* CancelIo */
extern const struct operation_kind cancel_io_ex_call; /* CancelIoEx without an OVERLAPPED */

/* Starts one of these on `handle`, and returns at once. */
struct operation *start_handle_cancel(struct test_case *t, struct worker *worker, const struct operation_kind *kind,
                                      HANDLE handle);

#endif
