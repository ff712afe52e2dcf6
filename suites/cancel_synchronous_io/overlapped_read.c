#include "overlapped_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "operations/read_file.h"

#define STATUS_PENDING_CODE 0x103u
#define END_DEADLINE_MS     2500u
#define RESCUE_DEADLINE_MS  1000u

struct overlapped_pipe *make_overlapped_pipe(struct test_case *t)
{
    struct overlapped_pipe *pipe = memory_of_case(t, sizeof(*pipe));
    const WCHAR *name = unique_pipe_name(t);
    pipe->handle = subject.CreateNamedPipeW(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, PIPE_TYPE_BYTE | PIPE_WAIT,
                                            1, 4096, 4096, 0, NULL);
    need(t, pipe->handle != INVALID_HANDLE_VALUE, "CreateNamedPipe of an overlapped pipe");
    close_after_case(t, pipe->handle);
    pipe->peer = subject.CreateFileW(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    need(t, pipe->peer != INVALID_HANDLE_VALUE, "CreateFile of an overlapped pipe");
    close_after_case(t, pipe->peer);
    return pipe;
}

bool write_release_data(struct overlapped_pipe *pipe)
{
    DWORD written = 0;
    return subject.WriteFile(pipe->peer, RELEASE_DATA, RELEASE_DATA_SIZE, &written, NULL) &&
           written == RELEASE_DATA_SIZE;
}

bool is_read_pending(struct overlapped_read *read)
{
    return (DWORD)read->overlapped.Internal == STATUS_PENDING_CODE &&
           subject.WaitForSingleObject(read->event, 0) == WAIT_TIMEOUT;
}

/* Its OVERLAPPED must not go while it pends: what cannot be ended stays, and goes with the child. */
static void finish_read(void *argument)
{
    struct overlapped_read *read = argument;
    uint64_t deadline = now_us() + scaled_ms(RESCUE_DEADLINE_MS) * UINT64_C(1000);
    while (is_read_pending(read) && now_us() < deadline) {
        write_release_data(read->pipe);
        subject.WaitForSingleObject(read->event, 10);
    }
    if (is_read_pending(read)) {
        discard_child(read->t, "an overlapped read did not end");
        return;
    }
    subject.CloseHandle(read->event);
    free(read);
}

static struct overlapped_read *prepare_read(struct test_case *t, struct overlapped_pipe *pipe)
{
    struct overlapped_read *read = calloc(1, sizeof(*read));
    if (!read)
        unresolved(t, "no memory for an overlapped read");
    after_case(t, finish_read, read);
    read->t = t;
    read->pipe = pipe;
    read->event = subject.CreateEventW(NULL, TRUE, FALSE, NULL);
    need(t, read->event != NULL, "CreateEvent for an overlapped read");
    read->overlapped.hEvent = read->event;
    return read;
}

static void issue(struct overlapped_read *read)
{
    DWORD ignored = 0;
    read->issued = subject.ReadFile(read->pipe->handle, read->data, sizeof(read->data), &ignored, &read->overlapped);
    read->issue_error = GetLastError();
}

static struct overlapped_read *need_pending(struct test_case *t, struct overlapped_read *read)
{
    if (read->issued || read->issue_error != ERROR_IO_PENDING)
        unresolved(t, "an overlapped read of an empty pipe does not pend: returned %d, last error %lu", read->issued,
                   (unsigned long)read->issue_error);
    return read;
}

struct overlapped_read *start_overlapped_read(struct test_case *t, struct overlapped_pipe *pipe)
{
    struct overlapped_read *read = prepare_read(t, pipe);
    issue(read);
    return need_pending(t, read);
}

static void perform_issue(struct operation *operation)
{
    struct overlapped_read *read = operation->state;
    issue(read);
    keep_result_with_error(operation, read->issued, UNTOUCHED_COUNT, read->issue_error);
}

static const struct operation_kind issuing = { .name = "issue_overlapped_read", .perform = perform_issue };

struct overlapped_read *start_overlapped_read_on(struct test_case *t, struct worker *worker,
                                                 struct overlapped_pipe *pipe)
{
    struct overlapped_read *read = prepare_read(t, pipe);
    struct operation *operation = prepare_operation(t, worker, &issuing);
    operation->state = read;
    start_operation(t, operation);
    if (!await_end(operation, END_DEADLINE_MS))
        unresolved(t, "an overlapped ReadFile did not return");
    return need_pending(t, read);
}

const char *outcome_of_read(struct overlapped_read *read, unsigned milliseconds, DWORD *error, DWORD *transferred)
{
    DWORD count = UNTOUCHED_COUNT;
    if (subject.WaitForSingleObject(read->event, scaled_ms(milliseconds)) != WAIT_OBJECT_0)
        return "pending";
    SetLastError(SENTINEL_ERROR);
    BOOL completed = subject.GetOverlappedResult(read->pipe->handle, &read->overlapped, &count, FALSE);
    DWORD last_error = GetLastError();
    if (error)
        *error = last_error;
    if (transferred)
        *transferred = count;
    if (completed)
        return "completed";
    return last_error == ERROR_OPERATION_ABORTED ? "aborted" : "failed";
}

bool witness_read_aborted(struct test_case *t, enum tier tier, const char *prefix, struct overlapped_read *read)
{
    char key[96];
    DWORD error = SENTINEL_ERROR;
    snprintf(key, sizeof(key), "%s.outcome", prefix);
    const char *outcome = outcome_of_read(read, END_DEADLINE_MS, &error, NULL);
    bool met = check_outcome(t, tier, key, outcome, "aborted");
    snprintf(key, sizeof(key), "%s.last_error", prefix);
    note_error(t, key, error);
    return met;
}

bool witness_read_undisturbed(struct test_case *t, enum tier tier, const char *prefix, struct overlapped_read *read)
{
    char key[96], why[160] = "";
    DWORD error = SENTINEL_ERROR, transferred = 0;
    if (!is_read_pending(read)) {
        snprintf(why, sizeof(why), "it was %s before its data came", outcome_of_read(read, 0, &error, &transferred));
    } else {
        need(t, write_release_data(read->pipe), "WriteFile to the peer of an overlapped read");
        const char *outcome = outcome_of_read(read, END_DEADLINE_MS, &error, &transferred);
        if (strcmp(outcome, "completed"))
            snprintf(why, sizeof(why), "its data came, and it was %s", outcome);
        else if (transferred != RELEASE_DATA_SIZE || memcmp(read->data, RELEASE_DATA, RELEASE_DATA_SIZE))
            snprintf(why, sizeof(why), "it got %lu bytes, not the %u that were written", (unsigned long)transferred,
                     RELEASE_DATA_SIZE);
    }
    snprintf(key, sizeof(key), "%s.undisturbed", prefix);
    bool met = check_bool(t, tier, key, !why[0], true);
    if (!met) {
        snprintf(key, sizeof(key), "%s.disturbed_by", prefix);
        note_text(t, key, why);
        snprintf(key, sizeof(key), "%s.last_error", prefix);
        note_error(t, key, error);
    }
    return met;
}
