/* CSIO-RACE-6: a flush that waits for a write which pends succeeds when that write is cancelled: nothing is left to be
 * read. Wine's tests know what Windows does. */
#include "operations/pipe_ends.h"
#include "operations/pipe_flush.h"
#include "overlapped_write.h"

#define SIGNAL_DEADLINE_MS 1000u
#define WATCHED_MS         20u
#define END_DEADLINE_MS    2000u

static void empty_the_pipe(struct operation *operation)
{
    unsigned char unread[4096];
    while (read_what_comes(operation->peer, unread, sizeof(unread), WATCHED_MS))
        continue;
}

static const struct operation_kind flush_behind_write = {
    .name = "flush_behind_write",
    .is_io = true,
    .perform = flush_handle,
    .is_pending = handle_is_busy,
    .release = empty_the_pipe,
};

/* The write has an event of its own, so it leaves the handle non-signalled for good. A read without one signals it as
 * it completes; then the handle can show that the flush has begun. */
static void make_signalled(struct test_case *t, struct overlapped_pipe *pipe)
{
    struct read {
        OVERLAPPED overlapped;
        char byte;
    } *read = memory_of_case(t, sizeof(*read));
    DWORD written;
    need(t, subject.WriteFile(pipe->peer, "s", 1, &written, NULL), "WriteFile of what an overlapped read gets");
    BOOL returned = subject.ReadFile(pipe->handle, &read->byte, 1, NULL, &read->overlapped);
    need(t, returned || GetLastError() == ERROR_IO_PENDING, "an overlapped ReadFile");
    if (subject.WaitForSingleObject(pipe->handle, scaled_ms(SIGNAL_DEADLINE_MS)) == WAIT_OBJECT_0)
        return;
    discard_child(t, "an overlapped read may not have ended");
    unresolved(t, "an overlapped read that gets its byte does not signal its handle");
}

static void overlapped_flush_completes(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct overlapped_write *write = start_long_write(t, pipe);
    struct operation *flush = prepare_operation(t, start_worker(t), &flush_behind_write);
    flush->handle = pipe->handle;
    flush->peer = pipe->peer;
    make_signalled(t, pipe);

    start_operation(t, flush);
    bool waits = comes_to_block(t, flush) && !await_end(flush, WATCHED_MS); /* sleep-ok: that nothing comes */
    check_bool(t, OBSERVED, "flush.ended_before", !waits, false);
    cancel_long_write(t, write);

    check_bool(t, OBSERVED, "flush.ended", await_end(flush, END_DEADLINE_MS), true);
    check_outcome(t, OBSERVED, "flush.outcome", outcome_of(flush), "completed");
}

TEST(overlapped_flush_completes, .clause = "CSIO-RACE-6", .tiers = OBSERVED, .supports = "CancelIoEx");
