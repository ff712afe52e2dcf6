/* CSIO-PSEUDO-1: GetCurrentThread's pseudo-handle means whoever uses it, so a worker cannot be named by it; a real
 * handle, made from it or from the worker's id, can.
 */
#include "operations/pipe_read.h"
#include "wincancel_test.h"

/* What the worker publishes about itself before it reads. */
struct self {
    HANDLE pseudo;
    HANDLE duplicate;
};

static void publish_and_read(struct operation *operation)
{
    struct self *self = operation->state;
    HANDLE process = subject.GetCurrentProcess();
    self->pseudo = subject.GetCurrentThread();
    subject.DuplicateHandle(process, self->pseudo, process, &self->duplicate, 0, FALSE, DUPLICATE_SAME_ACCESS);
    anonymous_pipe_read.perform(operation);
}

static void close_duplicate_and_pipe(struct operation *operation)
{
    struct self *self = operation->state;
    if (self->duplicate)
        subject.CloseHandle(self->duplicate);
    anonymous_pipe_read.dispose(operation);
}

static struct operation *start_read_that_publishes(struct test_case *t, struct worker *worker)
{
    struct operation_kind *kind = memory_of_case(t, sizeof(*kind));
    *kind = anonymous_pipe_read;
    kind->state_size = sizeof(struct self);
    kind->perform = publish_and_read;
    kind->dispose = close_duplicate_and_pipe;
    return start_blocked_on(t, worker, kind);
}

static HANDLE duplicated(struct test_case *t, struct operation *read)
{
    struct self *self = read->state;
    need(t, self->duplicate != NULL, "DuplicateHandle of the worker's pseudo-handle");
    return self->duplicate;
}

static HANDLE opened(struct test_case *t, struct operation *read)
{
    return open_thread(t, read->worker, THREAD_TERMINATE);
}

static const struct real_handle {
    const char *name;
    HANDLE (*of)(struct test_case *t, struct operation *read);
} real_handles[] = {
    { "DuplicateHandle", duplicated },
    { "OpenThread", opened },
};

static void pseudo_handle_means_its_user(struct test_case *t)
{
    struct operation *read = start_read_that_publishes(t, start_worker(t));
    struct self *self = read->state;

    struct call by_pseudo = call_cancel_synchronous_io(t, self->pseudo);

    check_bool(t, DOCUMENTED, "by_pseudo.returned", by_pseudo.returned != FALSE, false);
    check_error(t, DOCUMENTED, "by_pseudo.last_error", by_pseudo.last_error, ALLOW(ERROR_NOT_FOUND));
    witness_undisturbed(t, DOCUMENTED, "read", read);

    struct operation *again = start_read_that_publishes(t, read->worker);
    struct call by_real = cancel_until_taken(t, VARIANT(t, struct real_handle)->of(t, again), again);

    if (check_accepted(t, DOCUMENTED, by_real))
        witness_aborted(t, DOCUMENTED, "again", again);
}

TEST(pseudo_handle_means_its_user, .clause = "CSIO-PSEUDO-1", .variants = VARIANTS(real_handles, name),
     .tiers = DOCUMENTED, .supports = "CancelSynchronousIo");
