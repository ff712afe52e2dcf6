/* CSIO-ACCESS-1, -2, -6: one table of rights, none of which is THREAD_TERMINATE. A handle with such a right is refused,
 * whether its thread blocks or not; with THREAD_TERMINATE added it is accepted.
 */
#include "operations/pipe_read.h"
#include "thread_access.h"

static const struct right rights[] = {
    RIGHT(THREAD_SET_CONTEXT), /* what RpcCancelThread asks for */
    RIGHTS_ASKED_FOR_BY_NONE,
    { "ALL_BUT_TERMINATE_OF_XP", THREAD_ALL_ACCESS_OF_XP & ~THREAD_TERMINATE },
    { "ALL_BUT_TERMINATE", THREAD_ALL_ACCESS & ~THREAD_TERMINATE },
};

static void refuse(struct test_case *t, HANDLE (*make)(struct test_case *t, struct worker *worker, DWORD access))
{
    struct operation *read = start_blocked(t, &anonymous_pipe_read);
    HANDLE thread = make(t, read->worker, VARIANT(t, struct right)->access);
    note_granted_access(t, "thread", thread);

    struct call cancel = call_cancel_synchronous_io(t, thread);

    check_refused(t, DOCUMENTED, cancel, CHARACTERISED, ALLOW(ERROR_ACCESS_DENIED));
    witness_undisturbed(t, DOCUMENTED, "read", read);
    positive_control(t, read->worker, &anonymous_pipe_read);
}

static void is_refused(struct test_case *t)
{
    refuse(t, duplicate_thread);
}

/* OpenThread may grant more than it was asked for, but not THREAD_TERMINATE. */
static void is_refused_when_opened(struct test_case *t)
{
    refuse(t, open_thread);
}

/* Which of two good reasons to fail is given is open; that it fails is not. */
static void is_refused_when_idle(struct test_case *t)
{
    struct worker *idle = start_worker(t);
    HANDLE thread = duplicate_thread(t, idle, VARIANT(t, struct right)->access);
    note_granted_access(t, "thread", thread);

    struct call cancel = call_cancel_synchronous_io(t, thread);

    check_refused(t, DOCUMENTED, cancel, CHARACTERISED, ALLOW(ERROR_ACCESS_DENIED, ERROR_NOT_FOUND));
    positive_control(t, idle, &anonymous_pipe_read);
}

static void is_enough_with(struct test_case *t)
{
    struct operation *read = start_blocked(t, &anonymous_pipe_read);
    HANDLE thread = duplicate_thread(t, read->worker, VARIANT(t, struct right)->access | THREAD_TERMINATE);
    note_granted_access(t, "thread", thread);

    struct call cancel = cancel_until_taken(t, thread, read);

    if (check_accepted(t, DOCUMENTED, cancel))
        witness_aborted(t, DOCUMENTED, "read", read);
}

TEST(is_refused, .clause = "CSIO-ACCESS-2", .variants = VARIANTS(rights, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
TEST(is_refused_when_opened, .clause = "CSIO-ACCESS-2", .variants = VARIANTS(rights, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
TEST(is_refused_when_idle, .clause = "CSIO-ACCESS-6", .variants = VARIANTS(rights, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
TEST(is_enough_with, .clause = "CSIO-ACCESS-1", .variants = VARIANTS(rights, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
