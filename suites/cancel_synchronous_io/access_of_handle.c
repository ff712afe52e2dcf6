/* CSIO-ACCESS-1, -3, -4: what counts is what the very handle in use carries, wherever it comes from. */
#include "operations/pipe_read.h"
#include "thread_access.h"

/* ---- ACCESS-1: THREAD_TERMINATE and nothing else ------------------------------------------------------------------
 */

static const struct source {
    const char *name;
    HANDLE (*make)(struct test_case *t, struct worker *worker, DWORD access);
} sources[] = {
    { "OpenThread", open_thread },
    { "DuplicateHandle", duplicate_thread },
};

static void check_enough(struct test_case *t, HANDLE thread, struct operation *read)
{
    note_granted_access(t, "thread", thread);

    struct call cancel = cancel_until_taken(t, thread, read);

    if (check_accepted(t, DOCUMENTED, cancel))
        witness_aborted(t, DOCUMENTED, "read", read);
}

static void is_enough(struct test_case *t)
{
    struct operation *read = start_blocked(t, &anonymous_pipe_read);
    check_enough(t, VARIANT(t, struct source)->make(t, read->worker, THREAD_TERMINATE), read);
}

/* ---- ACCESS-3: the handle that CreateThread returned --------------------------------------------------------------
 */

static void created_handle_is_enough(struct test_case *t)
{
    struct worker *worker = start_worker_by_subject(t, VARIANT(t, struct creation)->security);
    check_enough(t, full_handle_of(t, worker), start_blocked_on(t, worker, &anonymous_pipe_read));
}

/* ---- ACCESS-4: a duplicate with less ------------------------------------------------------------------------------
 */

static const struct narrowing {
    const char *name;
    DWORD source;
    DWORD narrowed;
} narrowings[] = {
    { "ALL_ACCESS_TO_SYNCHRONIZE_AND_QUERY", THREAD_ALL_ACCESS, SYNCHRONIZE | THREAD_QUERY_INFORMATION },
    { "ALL_ACCESS_TO_ALL_BUT_TERMINATE", THREAD_ALL_ACCESS, THREAD_ALL_ACCESS & ~THREAD_TERMINATE },
    { "TERMINATE_AND_SYNCHRONIZE_TO_SYNCHRONIZE", THREAD_TERMINATE | SYNCHRONIZE, SYNCHRONIZE },
};

static void narrowed_duplicate_is_refused(struct test_case *t)
{
    const struct narrowing *row = VARIANT(t, struct narrowing);
    struct operation *read = start_blocked(t, &anonymous_pipe_read);
    HANDLE source = duplicate_thread(t, read->worker, row->source);
    HANDLE narrowed = narrow_handle(t, source, row->narrowed);
    note_granted_access(t, "source", source);
    note_granted_access(t, "narrowed", narrowed);

    struct call cancel = call_cancel_synchronous_io(t, narrowed);

    check_refused(t, IMPLIED, cancel, CHARACTERISED, ALLOW(ERROR_ACCESS_DENIED));
    witness_undisturbed(t, IMPLIED, "read", read);
    /* The source still has the right. */
    struct operation *again = start_blocked_on(t, read->worker, &anonymous_pipe_read);
    struct call by_source = cancel_until_taken(t, source, again);
    if (check_bool(t, DOCUMENTED, "source.cancel.returned", by_source.returned != FALSE, true))
        witness_aborted(t, DOCUMENTED, "again", again);
}

TEST(is_enough, .clause = "CSIO-ACCESS-1", .variants = VARIANTS(sources, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
TEST(created_handle_is_enough, .clause = "CSIO-ACCESS-3", .variants = VARIANTS(creations, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
TEST(narrowed_duplicate_is_refused, .clause = "CSIO-ACCESS-4", .variants = VARIANTS(narrowings, name),
     .tiers = DOCUMENTED | IMPLIED, .supports = "CancelSynchronousIo");
