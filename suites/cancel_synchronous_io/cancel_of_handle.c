#include "cancel_of_handle.h"

#include <stdio.h>
#include <string.h>

#define CONTROL_DEADLINE_MS 2000u

struct call call_cancel_io(HANDLE handle)
{
    struct call call = { .attempts = 1 };
    uint64_t start = now_us();
    SetLastError(SENTINEL_ERROR);
    call.returned = subject.CancelIo(handle);
    call.last_error = GetLastError();
    call.elapsed_us = now_us() - start;
    return call;
}

struct call call_cancel_io_ex(HANDLE handle, OVERLAPPED *overlapped)
{
    struct call call = { .attempts = 1 };
    uint64_t start = now_us();
    SetLastError(SENTINEL_ERROR);
    call.returned = subject.CancelIoEx(handle, overlapped);
    call.last_error = GetLastError();
    call.elapsed_us = now_us() - start;
    return call;
}

static const char *join(char *key, size_t size, const char *prefix, const char *rest)
{
    snprintf(key, size, "%s.%s", prefix, rest);
    return key;
}

bool check_handle_call(struct test_case *t, const char *prefix, enum tier tier, struct call call)
{
    char key[96];
    check_bool(t, tier, join(key, sizeof(key), prefix, "returned"), call.returned != FALSE, true);
    note_error(t, join(key, sizeof(key), prefix, "last_error"), call.last_error);
    note_elapsed(t, join(key, sizeof(key), prefix, "elapsed"), call.elapsed_us);
    return call.returned != FALSE;
}

void check_handle_refusal(struct test_case *t, const char *prefix, enum tier tier, struct call call,
                          enum tier error_tier, struct allowed errors)
{
    char key[96];
    check_bool(t, tier, join(key, sizeof(key), prefix, "returned"), call.returned != FALSE, false);
    if (call.returned)
        note_error(t, join(key, sizeof(key), prefix, "last_error"), call.last_error);
    else
        check_error(t, error_tier, join(key, sizeof(key), prefix, "last_error"), call.last_error, errors);
}

void check_handle_failure(struct test_case *t, const char *prefix, enum tier tier, struct call call)
{
    char key[96];
    if (check_bool(t, tier, join(key, sizeof(key), prefix, "returned"), call.returned != FALSE, false))
        check_bool(t, DOCUMENTED, join(key, sizeof(key), prefix, "sets_error"),
                   call.last_error != SENTINEL_ERROR && call.last_error != ERROR_SUCCESS, true);
    note_error(t, join(key, sizeof(key), prefix, "last_error"), call.last_error);
}

static void control(struct test_case *t, const char *function, bool extended)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct overlapped_read *read = start_overlapped_read(t, pipe);
    struct call call = extended ? call_cancel_io_ex(pipe->handle, &read->overlapped) : call_cancel_io(pipe->handle);
    const char *outcome = outcome_of_read(read, CONTROL_DEADLINE_MS, NULL, NULL);
    if (!call.returned || strcmp(outcome, "aborted"))
        unresolved(t, "positive control: %s of a pending read answered %s, last error %lu, and the read is %s",
                   function, call.returned ? "TRUE" : "FALSE", (unsigned long)call.last_error, outcome);
}

void control_cancel_io(struct test_case *t)
{
    control(t, "CancelIo", false);
}

void control_cancel_io_ex(struct test_case *t)
{
    control(t, "CancelIoEx", true);
}
