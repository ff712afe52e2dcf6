/* CSIO-XPROC-1: what happens to a thread of another process is left open, so it is recorded and nothing is judged. */
#include "operations/pipe_read.h"
#include "operations/stooge_read.h"
#include "wincancel_test.h"

static const struct right {
    const char *name;
    DWORD access;
} rights[] = {
    { "THREAD_TERMINATE", THREAD_TERMINATE },
    { "THREAD_ALL_ACCESS", THREAD_ALL_ACCESS },
};

static void thread_of_another_process(struct test_case *t)
{
    struct operation *read = start_blocked(t, &stooge_read);
    HANDLE thread = open_thread_of_stooge(t, read, VARIANT(t, struct right)->access);
    note_granted_access(t, "thread", thread);

    struct call cancel = cancel_until_taken(t, thread, read);

    note_bool(t, "cancel.returned", cancel.returned != FALSE);
    note_error(t, "cancel.last_error", cancel.last_error);
    note_elapsed(t, "cancel.elapsed", cancel.elapsed_us);
    note_attempts(t, "cancel.attempts", cancel.attempts);
    if (cancel.returned)
        witness_aborted(t, CHARACTERISED, "read", read);
    else
        witness_undisturbed(t, CHARACTERISED, "read", read);
    positive_control(t, start_worker(t), &named_pipe_read_client);
}

TEST(thread_of_another_process, .clause = "CSIO-XPROC-1", .variants = VARIANTS(rights, name), .tiers = CHARACTERISED,
     .class = WAITING, .supports = "CancelSynchronousIo");
