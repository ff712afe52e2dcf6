/* CSIO-NOTFOUND-2 and CSIO-SUBJ-NONIO: a thread that waits for something other than I/O has nothing to cancel, and its
 * wait goes on.
 */
#include "nothing_to_cancel.h"
#include "operations/message_waits.h"
#include "operations/pipe_read.h"
#include "operations/waits.h"
#include "wincancel_test.h"

static const struct wait {
    const char *name;
    const struct operation_kind *kind;
} waits[] = {
    { "WaitForSingleObject_event", &event_wait },
    { "WaitForSingleObject_mutex", &mutex_wait },
    { "WaitForSingleObject_thread", &thread_wait },
    { "WaitForSingleObjectEx_alertable", &alertable_event_wait },
    { "SignalObjectAndWait", &signal_and_wait },
    { "Sleep", &plain_sleep },
    { "SleepEx_alertable", &alertable_sleep },
    { "GetQueuedCompletionStatus", &completion_port_wait },
    { "EnterCriticalSection", &critical_section_wait },
    { "MsgWaitForMultipleObjectsEx", &message_loop_wait },
    { "GetMessage", &get_message_wait },
};

static void wait_is_not_ended(struct test_case *t)
{
    struct operation *wait = start_blocked(t, VARIANT(t, struct wait)->kind);

    check_nothing_to_cancel(t, full_handle_of(t, wait->worker), DOCUMENTED, DOCUMENTED);

    witness_undisturbed(t, IMPLIED, "wait", wait);
    positive_control(t, wait->worker, &anonymous_pipe_read);
}

/* ---- NOTFOUND-2: whatever the handle, and whether the thread did I/O before ---------------------------------------
 */

static HANDLE terminate_only(struct test_case *t, struct worker *worker)
{
    return open_thread(t, worker, THREAD_TERMINATE);
}

static HANDLE full_after_read(struct test_case *t, struct worker *worker)
{
    struct operation *read = start_blocked_on(t, worker, &anonymous_pipe_read);
    if (!release_operation(t, read) || !read->result.returned)
        unresolved(t, "a read did not complete");
    return full_handle_of(t, worker);
}

static HANDLE full_after_cancelled_read(struct test_case *t, struct worker *worker)
{
    positive_control(t, worker, &anonymous_pipe_read);
    return full_handle_of(t, worker);
}

static const struct idle_thread {
    const char *name;
    HANDLE (*handle)(struct test_case *t, struct worker *worker);
} idle_threads[] = {
    { "FULL_HANDLE", full_handle_of },
    { "TERMINATE_ONLY", terminate_only },
    { "AFTER_A_READ", full_after_read },
    { "AFTER_A_CANCELLED_READ", full_after_cancelled_read },
};

static void idle_thread_has_nothing(struct test_case *t)
{
    struct worker *worker = start_worker(t);
    HANDLE thread = VARIANT(t, struct idle_thread)->handle(t, worker);
    struct operation *wait = start_blocked_on(t, worker, &event_wait);

    check_nothing_to_cancel(t, thread, DOCUMENTED, DOCUMENTED);

    witness_undisturbed(t, IMPLIED, "wait", wait);
    positive_control(t, worker, &anonymous_pipe_read);
}

TEST(wait_is_not_ended, .clause = "CSIO-SUBJ-NONIO", .variants = VARIANTS(waits, name), .tiers = DOCUMENTED | IMPLIED,
     .supports = "CancelSynchronousIo");
TEST(idle_thread_has_nothing, .clause = "CSIO-NOTFOUND-2", .variants = VARIANTS(idle_threads, name),
     .tiers = DOCUMENTED | IMPLIED, .supports = "CancelSynchronousIo");
