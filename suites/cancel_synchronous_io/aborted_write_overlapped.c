/* CSIO-RACE-6, of asynchronous writes, which CancelIoEx cancels: here Wine's tests know what Windows does. */
#include <string.h>

#include "cancel_of_handle.h"
#include "operations/pipe_ends.h"
#include "operations/read_file.h"
#include "operations/pipe_write.h"
#include "overlapped_write.h"

#define PART             1000u
#define READ_DEADLINE_MS 1000u

static void overlapped_unread_is_withdrawn(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct overlapped_write *write = start_long_write(t, pipe);

    check_bool(t, OBSERVED, "reader.sees_it_before", bytes_available(pipe->peer) != 0, true);
    cancel_long_write(t, write);
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
    cancel_long_write(t, write);
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
    cancel_long_write(t, first);
    DWORD count = read_what_comes(pipe->peer, got, RELEASE_DATA_SIZE, READ_DEADLINE_MS);

    check_bool(t, OBSERVED, "queued.is_whole", count == RELEASE_DATA_SIZE && !strcmp(got, RELEASE_DATA), true);
    check_outcome(t, OBSERVED, "queued.outcome", outcome_of_write(queued, &transferred), "completed");
    note_bytes(t, "queued.transferred", transferred);
}

TEST(overlapped_unread_is_withdrawn, .clause = "CSIO-RACE-6", .tiers = OBSERVED, .supports = "CancelIoEx");
TEST(overlapped_part_stays_read, .clause = "CSIO-RACE-6", .tiers = OBSERVED, .supports = "CancelIoEx");
TEST(overlapped_queued_write_is_whole, .clause = "CSIO-RACE-6", .tiers = OBSERVED, .supports = "CancelIoEx");
