/* CSIO-NOTFOUND-1: a thread that asks about itself is not in any operation, so there is nothing to cancel. */
#include "operations/pipe_read.h"
#include "probe.h"
#include "wincancel_test.h"

static HANDLE pseudo_handle(struct test_case *t)
{
    (void)t;
    return subject.GetCurrentThread();
}

static HANDLE opened_handle(struct test_case *t)
{
    need_exported(t, "OpenThread");
    HANDLE thread = subject.OpenThread(THREAD_TERMINATE, FALSE, GetCurrentThreadId());
    need(t, thread != NULL, "OpenThread of the own thread");
    return close_after_case(t, thread);
}

static HANDLE duplicated_handle(struct test_case *t)
{
    HANDLE thread = NULL, process = subject.GetCurrentProcess();
    need(
        t,
        subject.DuplicateHandle(process, subject.GetCurrentThread(), process, &thread, 0, FALSE, DUPLICATE_SAME_ACCESS),
        "DuplicateHandle of the own thread");
    return close_after_case(t, thread);
}

static const struct own_handle {
    const char *name;
    HANDLE (*make)(struct test_case *t);
} own_handles[] = {
    { "GetCurrentThread", pseudo_handle },
    { "OpenThread", opened_handle },
    { "DuplicateHandle", duplicated_handle },
};

static void own_thread_has_nothing(struct test_case *t)
{
    struct operation *bystander = start_blocked(t, &anonymous_pipe_read);
    HANDLE thread = VARIANT(t, struct own_handle)->make(t);

    struct call cancel = call_cancel_synchronous_io(t, thread);

    check_refused(t, DOCUMENTED, cancel, DOCUMENTED, ALLOW(ERROR_NOT_FOUND));
    witness_undisturbed(t, DOCUMENTED, "bystander", bystander);
    positive_control(t, bystander->worker, &anonymous_pipe_read);
}

TEST(own_thread_has_nothing, .clause = "CSIO-NOTFOUND-1", .variants = VARIANTS(own_handles, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
