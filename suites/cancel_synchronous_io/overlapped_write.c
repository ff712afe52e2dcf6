#include "overlapped_write.h"

#include <stdlib.h>

#include "cancel_of_handle.h"
#include "operations/pipe_ends.h"
#include "operations/pipe_write.h"

#define END_DEADLINE_MS    5000u
#define RESCUE_DEADLINE_MS 1000u
#define READ_DEADLINE_MS   100u

bool is_write_pending(struct overlapped_write *write)
{
    return subject.WaitForSingleObject(write->overlapped.hEvent, 0) == WAIT_TIMEOUT;
}

/* Its OVERLAPPED must not go while it pends: what cannot be ended stays, and goes with the child. */
static void finish_write(void *argument)
{
    struct overlapped_write *write = argument;
    unsigned char unread[4096];
    uint64_t deadline = now_us() + scaled_ms(RESCUE_DEADLINE_MS) * UINT64_C(1000);
    while (is_write_pending(write) && now_us() < deadline)
        read_what_comes(write->pipe->peer, unread, sizeof(unread), READ_DEADLINE_MS);
    if (is_write_pending(write)) {
        discard_child(write->t, "an overlapped write did not end");
        return;
    }
    subject.CloseHandle(write->overlapped.hEvent);
    free(write);
}

struct overlapped_write *start_overlapped_write(struct test_case *t, struct overlapped_pipe *pipe, const void *data,
                                                DWORD size)
{
    struct overlapped_write *write = calloc(1, sizeof(*write));
    if (!write)
        unresolved(t, "no memory for an overlapped write");
    write->t = t;
    write->pipe = pipe;
    write->data = data;
    write->size = size;
    write->overlapped.hEvent = subject.CreateEventW(NULL, TRUE, TRUE, NULL); /* the write resets it */
    need(t, write->overlapped.hEvent != NULL, "CreateEvent for an overlapped write");
    after_case(t, finish_write, write);
    BOOL returned = subject.WriteFile(pipe->handle, data, size, NULL, &write->overlapped);
    need(t, returned || GetLastError() == ERROR_IO_PENDING, "an overlapped WriteFile");
    return write;
}

void need_pending_write(struct test_case *t, struct overlapped_write *write)
{
    if (!is_write_pending(write))
        unresolved(t, "an overlapped write of %lu bytes that nobody reads does not pend", (unsigned long)write->size);
}

struct overlapped_write *start_long_write(struct test_case *t, struct overlapped_pipe *pipe)
{
    unsigned char *data = memory_of_case(t, PIPE_WRITE_SIZE);
    fill_pattern(data, PIPE_WRITE_SIZE);
    struct overlapped_write *write = start_overlapped_write(t, pipe, data, PIPE_WRITE_SIZE);
    need_pending_write(t, write);
    return write;
}

void cancel_long_write(struct test_case *t, struct overlapped_write *write)
{
    DWORD transferred;
    check_handle_call(t, "cancel_io_ex", OBSERVED, call_cancel_io_ex(write->pipe->handle, &write->overlapped));
    check_outcome(t, OBSERVED, "write.outcome", outcome_of_write(write, &transferred), "aborted");
    check_bytes(t, OBSERVED, "write.transferred", transferred, ALLOW(0));
}

const char *outcome_of_write(struct overlapped_write *write, DWORD *transferred)
{
    *transferred = UNTOUCHED_COUNT;
    if (subject.WaitForSingleObject(write->overlapped.hEvent, scaled_ms(END_DEADLINE_MS)) != WAIT_OBJECT_0)
        return "pending";
    if (subject.GetOverlappedResult(write->pipe->handle, &write->overlapped, transferred, FALSE))
        return "completed";
    return GetLastError() == ERROR_OPERATION_ABORTED ? "aborted" : "failed";
}
