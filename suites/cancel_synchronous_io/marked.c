/* CSIO-MARK-1: the synchronous operation that the thread has pending is cancelled: the blocked call itself comes back,
 * though nothing else let it go. Judged by the operation alone, whatever the cancel answered. */
#include "modes.h"
#include "operations/pipe_kinds.h"

#define END_DEADLINE_MS 5000u

static void pending_operation_is_cancelled(struct test_case *t)
{
    const struct pipe_kind *row = VARIANT(t, struct pipe_kind);
    struct operation *operation = start_blocked(t, row->kind);

    struct call cancel = cancel_until_taken(t, full_handle_of(t, operation->worker), operation);

    note_bool(t, "cancel.returned", cancel.returned != FALSE);
    if (cancel.returned)
        await_end(operation, END_DEADLINE_MS);
    check_outcome(t, row->general, "operation.outcome", outcome_of(operation), "aborted");
}

TEST(pending_operation_is_cancelled, .clause = "CSIO-MARK-1", .variants = VARIANTS(pipe_kinds, name),
     .tiers = DOCUMENTED, .supports = "CancelSynchronousIo");
