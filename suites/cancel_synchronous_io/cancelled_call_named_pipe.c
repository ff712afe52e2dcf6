/* CSIO-SUBJ-CALLPIPE: CallNamedPipe can be cancelled while it waits for an instance, and while it waits for the answer.
 * It is several operations in a row: a cancel that falls between two of them is called again. */
#include "modes.h"
#include "operations/pipe_call.h"

static const struct stage {
    const char *name;
    const struct operation_kind *kind;
} stages[] = {
    { "waits_for_instance", &call_named_pipe_busy },
    { "waits_for_answer", &call_named_pipe_silent },
};

static const struct evidence none = { CHARACTERISED, CHARACTERISED };

static void call_is_cancelled(struct test_case *t)
{
    cancel_eventually(t, start_blocked(t, VARIANT(t, struct stage)->kind), none);
}

TEST(call_is_cancelled, .clause = "CSIO-SUBJ-CALLPIPE", .variants = VARIANTS(stages, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
