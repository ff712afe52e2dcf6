/* CSIO-SUBJ-WRITE: a write to a full pipe can be cancelled. What it leaves behind is CSIO-RACE-6's. */
#include "modes.h"
#include "operations/pipe_ends.h"
#include "operations/pipe_write.h"

static const struct end {
    const char *name;
    const struct operation_kind *kind;
} ends[] = {
    { "named_server", &named_pipe_write_server },
    { "named_client", &named_pipe_write_client },
    { "anonymous", &anonymous_pipe_write },
};

static const struct evidence user_reports = { OBSERVED, OBSERVED };

static void write_is_cancelled(struct test_case *t)
{
    struct operation *write = start_blocked(t, VARIANT(t, struct end)->kind);

    if (cancel_eventually(t, write, user_reports))
        note_bytes(t, "peer.available", bytes_available(write->peer));
}

TEST(write_is_cancelled, .clause = "CSIO-SUBJ-WRITE", .variants = VARIANTS(ends, name), .tiers = DOCUMENTED | OBSERVED,
     .supports = "CancelSynchronousIo");
