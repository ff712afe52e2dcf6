/* CSIO-RACE-9: a cancelled WaitNamedPipe leaves the pipe as it was: its client goes on, and the next one who waits gets
 * the instance when it is free. */
#include "modes.h"
#include "operations/pipe_wait.h"

static void pipe_is_as_before(struct test_case *t)
{
    struct operation *first = start_blocked(t, &wait_named_pipe);
    need_aborted(t, first);

    check_bool(t, IMPLIED, "client.gets_through", is_intact(instance_of(first)), true);

    struct operation *again = prepare_again(t, first->worker, first);
    start_operation(t, again);
    witness_undisturbed(t, IMPLIED, "again", again);
}

TEST(pipe_is_as_before, .clause = "CSIO-RACE-9", .tiers = IMPLIED, .supports = "CancelSynchronousIo");
