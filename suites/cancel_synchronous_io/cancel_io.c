/* CSIO-CIO-OWN-1, CSIO-CIO-OTHER-1: CancelIo ends what the calling thread has pending on a handle, and leaves alone
 * what other threads have pending on it. */
#include "cancel_of_handle.h"

static void own_reads_are_cancelled(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct overlapped_read *first = start_overlapped_read(t, pipe);
    struct overlapped_read *second = start_overlapped_read(t, pipe);
    struct overlapped_read *elsewhere = start_overlapped_read(t, make_overlapped_pipe(t));

    if (!check_handle_call(t, "cancel_io", DOCUMENTED, call_cancel_io(pipe->handle)))
        return;

    witness_read_aborted(t, DOCUMENTED, "first", first);
    witness_read_aborted(t, DOCUMENTED, "second", second);
    witness_read_undisturbed(t, DOCUMENTED, "other_handle", elsewhere);
}

TEST(own_reads_are_cancelled, .clause = "CSIO-CIO-OWN-1", .tiers = DOCUMENTED, .supports = "CancelIo");

static const struct order {
    const char *name;
    bool own_first;
} orders[] = {
    { "OWN_FIRST", true },
    { "OTHERS_FIRST", false },
};

static void reads_of_other_threads_go_on(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct worker *worker = start_worker(t);
    bool own_first = VARIANT(t, struct order)->own_first;
    struct overlapped_read *own = own_first ? start_overlapped_read(t, pipe) : NULL;
    struct overlapped_read *others = start_overlapped_read_on(t, worker, pipe);
    if (!own)
        own = start_overlapped_read(t, pipe);

    if (!check_handle_call(t, "cancel_io", DOCUMENTED, call_cancel_io(pipe->handle)))
        return;

    witness_read_aborted(t, DOCUMENTED, "own", own);
    witness_read_undisturbed(t, DOCUMENTED, "others", others);
}

TEST(reads_of_other_threads_go_on, .clause = "CSIO-CIO-OTHER-1", .variants = VARIANTS(orders, name),
     .tiers = DOCUMENTED, .supports = "CancelIo");
