/* CSIO-RACE-6, of asynchronous writes, which CancelIoEx cancels: here Wine's tests know what Windows does. */
#include <string.h>

#include "cancel_of_handle.h"
#include "operations/pipe_ends.h"
#include "operations/read_file.h"
#include "operations/pipe_write.h"
#include "overlapped_write.h"

#define PART             1000u
#define READ_DEADLINE_MS 1000u
#define WATCHED_MS       20u
#define END_DEADLINE_MS  2000u

static struct overlapped_write *start_long_write(struct test_case *t, struct overlapped_pipe *pipe)
{
    unsigned char *data = memory_of_case(t, PIPE_WRITE_SIZE);
    fill_pattern(data, PIPE_WRITE_SIZE);
    struct overlapped_write *write = start_overlapped_write(t, pipe, data, PIPE_WRITE_SIZE);
    need_pending_write(t, write);
    return write;
}

static void cancel_write(struct test_case *t, struct overlapped_write *write)
{
    DWORD transferred;
    check_handle_call(t, "cancel_io_ex", OBSERVED, call_cancel_io_ex(write->pipe->handle, &write->overlapped));
    check_outcome(t, OBSERVED, "write.outcome", outcome_of_write(write, &transferred), "aborted");
    check_bytes(t, OBSERVED, "write.transferred", transferred, ALLOW(0)); /* whatever was delivered */
}

static void overlapped_unread_is_withdrawn(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct overlapped_write *write = start_long_write(t, pipe);

    check_bool(t, OBSERVED, "reader.sees_it_before", bytes_available(pipe->peer) != 0, true);
    cancel_write(t, write);
    check_bytes(t, OBSERVED, "available.after", bytes_available(pipe->peer), ALLOW(0));
}

static void overlapped_part_stays_read(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct overlapped_write *write = start_long_write(t, pipe);
    unsigned char part[PART];

    DWORD taken = read_what_comes(pipe->peer, part, sizeof(part), READ_DEADLINE_MS);
    check_bytes(t, OBSERVED, "part.taken", taken, ALLOW(PART));
    check_bool(t, OBSERVED, "part.is_right", is_pattern(part, taken), true);
    cancel_write(t, write);
    check_bytes(t, OBSERVED, "available.after", bytes_available(pipe->peer), ALLOW(0));
}

static void overlapped_queued_write_is_whole(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct overlapped_write *first = start_long_write(t, pipe);
    struct overlapped_write *queued = start_overlapped_write(t, pipe, RELEASE_DATA, RELEASE_DATA_SIZE);
    char got[RELEASE_DATA_SIZE + 1] = "";
    DWORD transferred;

    note_bool(t, "queued.pends", is_write_pending(queued));
    cancel_write(t, first);
    DWORD count = read_what_comes(pipe->peer, got, RELEASE_DATA_SIZE, READ_DEADLINE_MS);

    check_bool(t, OBSERVED, "queued.is_whole", count == RELEASE_DATA_SIZE && !strcmp(got, RELEASE_DATA), true);
    check_outcome(t, OBSERVED, "queued.outcome", outcome_of_write(queued, &transferred), "completed");
    note_bytes(t, "queued.transferred", transferred);
}

static void flush(struct operation *operation)
{
    BOOL returned = subject.FlushFileBuffers(operation->handle);
    keep_result(operation, returned, UNTOUCHED_COUNT);
}

static void empty_the_pipe(struct operation *operation)
{
    unsigned char unread[4096];
    while (read_what_comes(operation->peer, unread, sizeof(unread), WATCHED_MS))
        continue;
}

static const struct operation_kind flush_of_pipe = {
    .name = "flush_of_pipe",
    .perform = flush,
    .release = empty_the_pipe,
};

/* Nobody can see that the flush has begun, so it is watched for a while; one that begins later than the cancel
 * completes too. */
static void overlapped_flush_completes(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct overlapped_write *write = start_long_write(t, pipe);
    struct operation *flushing = prepare_operation(t, start_worker(t), &flush_of_pipe);
    flushing->handle = pipe->handle;
    flushing->peer = pipe->peer;

    start_operation(t, flushing);
    bool ended = await_end(flushing, WATCHED_MS); /* sleep-ok: that it waits for the reader can only be watched */
    check_bool(t, OBSERVED, "flush.ended_before", ended, false);
    cancel_write(t, write);

    check_bool(t, OBSERVED, "flush.ended", await_end(flushing, END_DEADLINE_MS), true);
    check_outcome(t, OBSERVED, "flush.outcome", outcome_of(flushing), "completed");
}

TEST(overlapped_unread_is_withdrawn, .clause = "CSIO-RACE-6", .tiers = OBSERVED, .supports = "CancelIoEx");
TEST(overlapped_part_stays_read, .clause = "CSIO-RACE-6", .tiers = OBSERVED, .supports = "CancelIoEx");
TEST(overlapped_queued_write_is_whole, .clause = "CSIO-RACE-6", .tiers = OBSERVED, .supports = "CancelIoEx");
TEST(overlapped_flush_completes, .clause = "CSIO-RACE-6", .tiers = OBSERVED, .supports = "CancelIoEx");
