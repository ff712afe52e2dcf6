/* CSIO-RACE-4: one cancel, right after the operation was seen to begin. It may come too early to find anything; what it
 * answers and what becomes of the operation must agree. */
#include "modes.h"
#include "operations/pipe_kinds.h"

static void single_shot(struct test_case *t)
{
    const struct pipe_kind *row = VARIANT(t, struct pipe_kind);

    cancel_once_and_judge(t, start_blocked(t, row->kind), row->evidence.ends);
}

TEST(single_shot, .clause = "CSIO-RACE-4", .variants = VARIANTS(pipe_kinds, name), .tiers = DOCUMENTED | OBSERVED,
     .supports = "CancelSynchronousIo");
