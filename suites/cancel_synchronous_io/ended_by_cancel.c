/* CSIO-FAILOP-1: a cancel from a thread that has nothing else to do with the blocked one, through a handle it opened
 * itself, is a way to end a blocked call, and the call ends as a failure. */
#include "modes.h"
#include "operations/pipe_kinds.h"

#define CALL_DEADLINE_MS 2000u
#define END_DEADLINE_MS  5000u

static struct call cancel_from_third_thread(struct test_case *t, struct operation *operation)
{
    HANDLE thread = open_thread(t, operation->worker, THREAD_TERMINATE);
    struct call cancel;
    if (!take_on_canceller(t, thread, operation, CALL_DEADLINE_MS, &cancel))
        unresolved(t, "a cancel did not return in time");
    return cancel;
}

static void ends_as_failure(struct test_case *t)
{
    const struct pipe_kind *row = VARIANT(t, struct pipe_kind);
    struct operation *operation = start_blocked(t, row->kind);

    struct call cancel = cancel_from_third_thread(t, operation);

    note_bool(t, "cancel.returned", cancel.returned != FALSE);
    note_error(t, "cancel.last_error", cancel.last_error);
    if (cancel.returned)
        await_end(operation, END_DEADLINE_MS);
    check_bool(t, row->general, "operation.ended", has_ended(operation), true);
    if (has_ended(operation))
        check_bool(t, row->general, "operation.returned", operation->result.returned != FALSE, false);
}

TEST(ends_as_failure, .clause = "CSIO-FAILOP-1", .variants = VARIANTS(pipe_kinds, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
