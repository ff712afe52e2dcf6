/* CSIO-SUBJ-WAITPIPE: WaitNamedPipe can be cancelled, and then ends as aborted, not as timed out. */
#include "modes.h"
#include "operations/pipe_wait.h"

static const struct time_limit {
    const char *name;
    const struct operation_kind *kind;
} time_limits[] = {
    { "NMPWAIT_WAIT_FOREVER", &wait_named_pipe },
    { "ten_minutes", &wait_named_pipe_limited },
};

static const struct evidence user_reports = { OBSERVED, OBSERVED };

static void wait_is_cancelled(struct test_case *t)
{
    cancel_eventually(t, start_blocked(t, VARIANT(t, struct time_limit)->kind), user_reports);
}

TEST(wait_is_cancelled, .clause = "CSIO-SUBJ-WAITPIPE", .variants = VARIANTS(time_limits, name),
     .tiers = DOCUMENTED | OBSERVED, .supports = "CancelSynchronousIo");
