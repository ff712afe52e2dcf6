/* CSIO-AGAIN-1: the thread lives on, and the cancel is used up: what the thread blocks in next stays blocked until it
 * is released, and completes normally. */
#include "modes.h"
#include "operations/pipe_kinds.h"

static void next_operation_is_its_own(struct test_case *t)
{
    const struct pipe_kind *row = VARIANT(t, struct pipe_kind);
    struct operation *first = start_blocked(t, row->kind);
    struct worker *worker = first->worker;
    need_aborted(t, first);

    struct operation *next = prepare_operation(t, worker, row->kind);
    start_operation(t, next);
    if (!comes_to_block(t, next)) {
        check_bool(t, IMPLIED, "next.blocked", false, true);
        note_operation(t, "next", next);
        return;
    }
    witness_undisturbed(t, IMPLIED, "next", next);
    positive_control(t, worker, row->kind);
}

TEST(next_operation_is_its_own, .clause = "CSIO-AGAIN-1", .variants = VARIANTS(pipe_kinds, name), .tiers = IMPLIED,
     .supports = "CancelSynchronousIo");
