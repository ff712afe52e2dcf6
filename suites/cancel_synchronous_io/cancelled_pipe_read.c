/* CSIO-SUBJ-READ-NAMED, CSIO-SUBJ-READ-ANON, CSIO-SUBJ-READ-ZERO: a read of an empty pipe can be cancelled. */
#include "modes.h"
#include "operations/pipe_read.h"

struct end {
    const char *name;
    const struct operation_kind *kind;
};

static const struct end named_ends[] = {
    { "server", &named_pipe_read_server },
    { "client", &named_pipe_read_client },
};

/* A read of no bytes waits for data without taking it: how some libraries watch a pipe from a thread. */
static const struct end pipes[] = {
    { "named", &named_pipe_read_zero },
    { "anonymous", &anonymous_pipe_read_zero },
};

static const struct evidence user_reports = { OBSERVED, OBSERVED };

static void named_is_cancelled(struct test_case *t)
{
    cancel_eventually(t, start_blocked(t, VARIANT(t, struct end)->kind), user_reports);
}

static void anonymous_is_cancelled(struct test_case *t)
{
    cancel_eventually(t, start_blocked(t, &anonymous_pipe_read), user_reports);
}

static void no_bytes_is_cancelled(struct test_case *t)
{
    cancel_eventually(t, start_blocked(t, VARIANT(t, struct end)->kind), user_reports);
}

TEST(named_is_cancelled, .clause = "CSIO-SUBJ-READ-NAMED", .variants = VARIANTS(named_ends, name),
     .tiers = DOCUMENTED | OBSERVED, .supports = "CancelSynchronousIo");
TEST(anonymous_is_cancelled, .clause = "CSIO-SUBJ-READ-ANON", .tiers = DOCUMENTED | OBSERVED,
     .supports = "CancelSynchronousIo");
TEST(no_bytes_is_cancelled, .clause = "CSIO-SUBJ-READ-ZERO", .variants = VARIANTS(pipes, name),
     .tiers = DOCUMENTED | OBSERVED, .supports = "CancelSynchronousIo");
