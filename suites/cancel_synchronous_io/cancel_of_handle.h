/* CancelIo and CancelIoEx, called on the body's thread, where they meet asynchronous operations alone. */
#ifndef WINCANCEL_CANCEL_OF_HANDLE_H
#define WINCANCEL_CANCEL_OF_HANDLE_H

#include "overlapped_read.h"

struct call call_cancel_io(HANDLE handle);
struct call call_cancel_io_ex(HANDLE handle, OVERLAPPED *overlapped);

/* PREFIX.returned is TRUE, judged in `tier`; PREFIX.last_error and .elapsed recorded. Returns whether it was: only then
 * is an end worth waiting for. */
bool check_handle_call(struct test_case *t, const char *prefix, enum tier tier, struct call call);
/* PREFIX.returned is FALSE and PREFIX.last_error one of `errors`, each judged in its tier. */
void check_handle_refusal(struct test_case *t, const char *prefix, enum tier tier, struct call call,
                          enum tier error_tier, struct allowed errors);
/* Zero, and a last error that is neither what was there before nor zero: PREFIX.returned and PREFIX.sets_error judged
 * in `tier`, the code recorded. */
void check_handle_failure(struct test_case *t, const char *prefix, enum tier tier, struct call call);

/* The positive controls of their negative cases: UNRESOLVED unless the function ends an asynchronous read that this
 * thread has pending on a pipe. */
void control_cancel_io(struct test_case *t);
void control_cancel_io_ex(struct test_case *t);

#endif
