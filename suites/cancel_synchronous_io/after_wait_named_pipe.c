/* CSIO-RACE-9: a cancelled WaitNamedPipe leaves the pipe as it was: its client goes on, and the next one who waits gets
 * the instance when it is free. No source says so for Windows: everything is recorded. */
#include "modes.h"
#include "operations/pipe_wait.h"

static void pipe_is_as_before(struct test_case *t)
{
    struct operation *first = start_blocked(t, &wait_named_pipe);
    need_aborted(t, first);

    note_bool(t, "client.gets_through", is_intact(instance_of(first)));

    struct operation *again = prepare_again(t, first->worker, first);
    start_operation(t, again);
    note_bool(t, "again.blocked", comes_to_block(t, again));
    witness_undisturbed(t, CHARACTERISED, "again", again);
}

TEST(pipe_is_as_before, .clause = "CSIO-RACE-9", .tiers = CHARACTERISED, .supports = "CancelSynchronousIo");
