/* CSIO-PROMPT-1: most kinds of operation end at once when they are cancelled. The page names no kind and no time; that
 * operations on pipes end within a second is what Wine's tests rely on. */
#include "modes.h"
#include "operations/pipe_kinds.h"

#define SECOND_US 1000000u

static void ends_at_once(struct test_case *t)
{
    const struct pipe_kind *row = VARIANT(t, struct pipe_kind);
    struct operation *operation = start_blocked(t, row->kind);

    struct call cancel = cancel_until_taken(t, full_handle_of(t, operation->worker), operation);
    uint64_t taken = now_us();
    if (!cancel.returned)
        unresolved(t, "%s could not be cancelled, last error %lu", row->name, (unsigned long)cancel.last_error);
    bool ended = await_end(operation, 2 * SECOND_US / 1000);
    uint64_t end = now_us() - taken;

    check_bool(t, row->evidence.ends, "operation.ended", ended, true);
    check_elapsed(t, row->evidence.ends, "operation.end_after_cancel", end, 0, SECOND_US);
    note_outcome(t, "operation.outcome", outcome_of(operation));
}

TEST(ends_at_once, .clause = "CSIO-PROMPT-1", .variants = VARIANTS(pipe_kinds, name), .tiers = OBSERVED,
     .class = EXCLUSIVE, .supports = "CancelSynchronousIo");
