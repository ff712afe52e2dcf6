/* Calls of NtCancelSynchronousIoFile. */
#ifndef WINCANCEL_NATIVE_CANCEL_H
#define WINCANCEL_NATIVE_CANCEL_H

#include "operations/nt_pipe_read.h"

struct native_call {
    LONG status;
    struct wincancel_io_status block; /* what the call left in its status block, preset before */
    uint64_t elapsed_us;
    unsigned attempts;
};

/* `filter`: the status block of the operation to cancel, or NULL for any. */
struct native_call call_native_cancel(HANDLE thread, struct wincancel_io_status *filter);
/* Calls again while nothing is found, until the end of the operation or the deadline. */
struct native_call native_cancel_until_taken(HANDLE thread, struct wincancel_io_status *filter,
                                             struct operation *operation);
/* PREFIX.block_status and .block_information: the call's own status, and zero; judged in `tier`. PREFIX.status
 * recorded. */
void check_block(struct test_case *t, enum tier tier, const char *prefix, struct native_call call);
/* Ends a negative case: this function cancels a read that the worker blocks in. */
void control_native_cancel(struct test_case *t, struct worker *worker);

#endif
