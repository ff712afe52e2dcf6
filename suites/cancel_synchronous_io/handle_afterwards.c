/* CSIO-STATE-1: a cancel changes nothing about the file handle. The same operation issued anew on the same handle, by
 * another thread, blocks as the first did, and completes with everything that it should. */
#include "modes.h"
#include "operations/pipe_kinds.h"

static void handle_works_on(struct test_case *t)
{
    struct operation *first = start_blocked(t, VARIANT(t, struct pipe_kind)->kind);
    need_aborted(t, first);

    struct operation *again = prepare_again(t, start_worker(t), first);
    start_operation(t, again);
    if (!check_bool(t, IMPLIED, "again.blocked", comes_to_block(t, again), true)) {
        note_operation(t, "again", again);
        return;
    }
    witness_undisturbed(t, IMPLIED, "again", again);
}

TEST(handle_works_on, .clause = "CSIO-STATE-1", .variants = PIPE_KINDS_ON_HANDLE, .tiers = IMPLIED,
     .supports = "CancelSynchronousIo");
