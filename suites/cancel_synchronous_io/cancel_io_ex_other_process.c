/* CSIO-CIOEX-XPROC-1: CancelIoEx does not reach what another process has pending, even on a handle that both share. */
#include "cancel_of_handle.h"
#include "operations/handle_cancel.h"
#include "operations/stooge_read.h"

#define CALL_DEADLINE_MS 1000u

static void other_process_goes_on(struct test_case *t)
{
    struct operation *read = start_blocked(t, &stooge_read);
    struct stooge *stooge = stooge_of(read);
    HANDLE shared = NULL;
    need(t,
         subject.DuplicateHandle(stooge->companion.process, stooge->its_handle, subject.GetCurrentProcess(), &shared, 0,
                                 FALSE, DUPLICATE_SAME_ACCESS),
         "DuplicateHandle from another process");
    close_after_case(t, shared);

    struct operation *call = start_handle_cancel(t, start_worker(t), &cancel_io_ex_call, shared);

    note_bool(t, "cancel_io_ex.returned_before_the_operation", await_end(call, CALL_DEADLINE_MS));
    witness_undisturbed(t, DOCUMENTED, "read", read);
    if (!await_end(call, CALL_DEADLINE_MS))
        unresolved(t, "CancelIoEx did not return, though the operation on its handle is over");
    note_bool(t, "cancel_io_ex.returned", call->result.returned != FALSE);
    note_error(t, "cancel_io_ex.last_error", call->result.error);
    control_cancel_io_ex(t);
}

TEST(other_process_goes_on, .clause = "CSIO-CIOEX-XPROC-1", .tiers = DOCUMENTED, .class = WAITING,
     .supports = "CancelIoEx");
