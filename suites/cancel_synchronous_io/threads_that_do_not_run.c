/* CSIO-NOTFOUND-5 and -6: a thread that has never run, and one that has ended, have nothing to cancel. */
#include "modes.h"
#include "operations/pipe_read.h"

/* ---- never ran ----------------------------------------------------------------------------------------------------
 */

static void thread_that_never_ran(struct test_case *t)
{
    struct worker *worker = create_suspended_worker(t);

    cancel_before_it_runs(t, worker);

    resume_worker(t, worker);
    /* Nothing of it sticks to the thread: its first operation blocks, and gets its data. */
    struct operation *first = start_blocked_on(t, worker, &anonymous_pipe_read);
    witness_undisturbed(t, IMPLIED, "first_read", first);
    positive_control(t, worker, &anonymous_pipe_read);
}

/* ---- has ended ----------------------------------------------------------------------------------------------------
 */

static void end_without_io(struct test_case *t, struct worker *worker)
{
    finish_worker(t, worker);
}

static void end_after_read(struct test_case *t, struct worker *worker)
{
    struct operation *read = start_blocked_on(t, worker, &anonymous_pipe_read);
    if (!release_operation(t, read) || !read->result.returned)
        unresolved(t, "a read did not complete");
    finish_worker(t, worker);
}

static void end_after_cancelled_read(struct test_case *t, struct worker *worker)
{
    positive_control(t, worker, &anonymous_pipe_read);
    finish_worker(t, worker);
}

static const struct past {
    const char *name;
    void (*end)(struct test_case *t, struct worker *worker);
    DWORD access;
} pasts[] = {
    { "WITHOUT_IO", end_without_io, THREAD_ALL_ACCESS },
    { "WITHOUT_IO_TERMINATE_ONLY", end_without_io, THREAD_TERMINATE },
    { "AFTER_A_READ", end_after_read, THREAD_ALL_ACCESS },
    { "AFTER_A_CANCELLED_READ", end_after_cancelled_read, THREAD_ALL_ACCESS },
};

static void thread_that_has_ended(struct test_case *t)
{
    const struct past *past = VARIANT(t, struct past);
    struct operation *bystander = start_blocked(t, &anonymous_pipe_read);
    struct worker *worker = start_worker(t);
    HANDLE thread = open_thread(t, worker, past->access);
    past->end(t, worker);

    struct call cancel = call_cancel_synchronous_io(t, thread);

    check_refused(t, IMPLIED, cancel, CHARACTERISED, ALLOW(ERROR_NOT_FOUND));
    witness_undisturbed(t, IMPLIED, "bystander", bystander);
    positive_control(t, bystander->worker, &anonymous_pipe_read);
}

TEST(thread_that_never_ran, .clause = "CSIO-NOTFOUND-5", .tiers = IMPLIED, .isolated = true, .budget_ms = 10000,
     .supports = "CancelSynchronousIo");
TEST(thread_that_has_ended, .clause = "CSIO-NOTFOUND-6", .variants = VARIANTS(pasts, name), .tiers = IMPLIED,
     .supports = "CancelSynchronousIo");
