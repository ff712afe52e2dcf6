/* CSIO-SCOPE-2: a cancel aims at what the thread is doing when the call runs, whatever the caller had in mind. */
#include "modes.h"
#include "operations/pipe_read.h"

static const struct earlier {
    const char *name;
    bool cancelled; /* how the first operation ended */
} endings[] = {
    { "FIRST_COMPLETED", false },
    { "FIRST_CANCELLED", true },
};

static void next_one_is_hit(struct test_case *t)
{
    struct operation *first = start_blocked(t, &named_pipe_read_client);
    HANDLE thread = open_thread(t, first->worker, THREAD_TERMINATE); /* taken with the first in mind */
    if (VARIANT(t, struct earlier)->cancelled) {
        need_aborted(t, first);
    } else {
        witness_undisturbed(t, DOCUMENTED, "first", first);
    }
    struct operation *next = start_blocked_on(t, first->worker, &anonymous_pipe_read);

    struct call cancel = cancel_until_taken(t, thread, next);

    witness_taken(t, "next", next, cancel);
}

TEST(next_one_is_hit, .clause = "CSIO-SCOPE-2", .variants = VARIANTS(endings, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
