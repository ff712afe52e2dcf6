/* CSIO-NOWAIT-2, CSIO-RACE-10: the target is suspended inside its operation, which therefore cannot end. Whether the
 * call waits, and what becomes of the operation when the thread runs again.
 *
 * Recorded, never judged: on Windows the caller was reported to hang (mono/mono#12654), and some blocked threads cannot
 * be suspended. So the cancel runs on a thread of its own, in a child of its own. */
#include "operations/pipe_read.h"

#define RETURN_DEADLINE_MS 1000u
#define END_DEADLINE_MS    1000u

struct suspension {
    HANDLE thread;
    DWORD count;
};

static void resume(void *argument)
{
    struct suspension *suspension = argument;
    for (; suspension->count; --suspension->count)
        subject.ResumeThread(suspension->thread);
}

static struct suspension *suspend(struct test_case *t, struct worker *worker)
{
    struct suspension *suspension = memory_of_case(t, sizeof(*suspension));
    suspension->thread = full_handle_of(t, worker);
    after_case(t, resume, suspension);
    DWORD before = subject.SuspendThread(suspension->thread);
    need(t, before != (DWORD)-1, "SuspendThread of a blocked thread");
    suspension->count = 1;
    return suspension;
}

static void call_returns(struct test_case *t)
{
    struct operation *read = start_blocked(t, &anonymous_pipe_read);
    struct suspension *suspension = suspend(t, read->worker);
    struct call cancel = { .returned = FALSE };

    bool came_back = take_on_canceller(t, suspension->thread, read, RETURN_DEADLINE_MS, &cancel);

    note_bool(t, "cancel.came_back", came_back);
    if (came_back) {
        note_bool(t, "cancel.returned", cancel.returned != FALSE);
        note_error(t, "cancel.last_error", cancel.last_error);
        note_elapsed(t, "cancel.elapsed", cancel.elapsed_us);
    }
    note_bool(t, "read.ended_while_suspended", has_ended(read));
}

TEST(call_returns, .clause = "CSIO-NOWAIT-2", .tiers = CHARACTERISED, .supports = "CancelSynchronousIo",
     .isolated = true, .budget_ms = 8000);

static const struct target {
    const char *name;
    const struct operation_kind *kind;
} kinds[] = {
    { "anonymous_pipe_read", &anonymous_pipe_read },
    { "named_pipe_read_server", &named_pipe_read_server },
};

static void ends_when_resumed(struct test_case *t)
{
    struct operation *read = start_blocked(t, VARIANT(t, struct target)->kind);
    struct suspension *suspension = suspend(t, read->worker);
    struct call cancel = { .returned = FALSE };

    bool came_back = take_on_canceller(t, suspension->thread, read, RETURN_DEADLINE_MS, &cancel);
    resume(suspension);

    note_bool(t, "cancel.came_back", came_back);
    if (came_back)
        note_bool(t, "cancel.returned", cancel.returned != FALSE);
    await_end(read, END_DEADLINE_MS);
    note_operation(t, "read", read);
}

TEST(ends_when_resumed, .clause = "CSIO-RACE-10", .variants = VARIANTS(kinds, name), .tiers = CHARACTERISED,
     .supports = "CancelSynchronousIo", .isolated = true, .budget_ms = 8000);
