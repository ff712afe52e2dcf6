/* CSIO-ACCESS-1: THREAD_TERMINATE is needed, and by itself is enough. */
#include "wincancel_test.h"
#include "operations/pipe_read.h"

static void is_enough(struct test_case *t)
{
    struct operation *read = start_blocked(t, &anonymous_pipe_read);
    HANDLE thread = open_thread(t, read->worker, THREAD_TERMINATE);

    struct call cancel = cancel_until_taken(t, thread, read);

    check_accepted(t, DOCUMENTED, cancel);
    witness_aborted(t, DOCUMENTED, "read", read);
}

TEST(is_enough, .clause = "CSIO-ACCESS-1", .tiers = DOCUMENTED, .supports = "CancelSynchronousIo");
