/* CSIO-SUBJ-SHARED-HANDLE: of two threads that read on one synchronous handle the second may have no request of its own
 * yet, so cancelling it may find nothing. Recorded, never judged. */
#include "operations/pipe_read.h"
#include "operations/shared_handle.h"

#define END_DEADLINE_MS 2000u

static void note_cancel(struct test_case *t, struct operation *read, const char *returned_key, const char *error_key)
{
    struct call call = cancel_until_taken(t, full_handle_of(t, read->worker), read);
    note_bool(t, returned_key, call.returned != FALSE);
    note_error(t, error_key, call.last_error);
    if (call.returned)
        await_end(read, END_DEADLINE_MS);
}

static void second_reader_is_recorded(struct test_case *t)
{
    struct operation *first = start_blocked(t, &anonymous_pipe_read);
    struct operation *second = prepare_operation(t, start_worker(t), &second_read);
    share_handle_of(second, first);
    start_operation(t, second);
    wait_until_blocked(t, second);

    note_cancel(t, second, "second.cancel.returned", "second.cancel.last_error");
    note_outcome(t, "second.outcome_while_first_blocks", outcome_of(second));
    note_outcome(t, "first.outcome_after_cancel_of_second", outcome_of(first));

    note_cancel(t, first, "first.cancel.returned", "first.cancel.last_error");
    note_operation(t, "first", first);

    if (!has_ended(second)) /* now it is its turn */
        note_cancel(t, second, "second.later_cancel.returned", "second.later_cancel.last_error");
    note_operation(t, "second", second);

    if (!has_ended(first)) /* whichever of the two gets what is written */
        first->kind->release(first);
    if (!has_ended(second))
        second->kind->release(second);
    positive_control(t, start_worker(t), &anonymous_pipe_read);
}

TEST(second_reader_is_recorded, .clause = "CSIO-SUBJ-SHARED-HANDLE", .tiers = CHARACTERISED, .class = WAITING,
     .supports = "CancelSynchronousIo", .isolated = true, .budget_ms = 12000);
