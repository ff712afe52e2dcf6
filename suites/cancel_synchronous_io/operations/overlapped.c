/* Requests on the server's end of a named pipe that was made for overlapped I/O. */
#include "overlapped.h"

#include <stdio.h>
#include <string.h>

#include "pipe_flush.h"
#include "operations/read_file.h"

#define PIPE_SIZE 4096u

struct request {
    OVERLAPPED overlapped;
    volatile LONG issued; /* and pending */
    const WCHAR *name;
};

static struct request *request_of(const struct operation *operation)
{
    return operation->state;
}

LONG status_of_request(const struct operation *operation)
{
    return (LONG) * (volatile ULONG_PTR *)&request_of(operation)->overlapped.Internal;
}

bool event_is_signalled(const struct operation *operation)
{
    return subject.WaitForSingleObject(request_of(operation)->overlapped.hEvent, 0) == WAIT_OBJECT_0;
}

/* ---- set-up -------------------------------------------------------------------------------------------------------
 */

static void make_server(struct test_case *t, struct operation *operation)
{
    struct request *request = request_of(operation);
    operation->handle = operation->peer = INVALID_HANDLE_VALUE;
    request->name = unique_pipe_name(t);
    operation->handle = subject.CreateNamedPipeW(request->name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED,
                                                 PIPE_TYPE_BYTE | PIPE_WAIT, 1, PIPE_SIZE, PIPE_SIZE, 0, NULL);
    need(t, operation->handle != INVALID_HANDLE_VALUE, "CreateNamedPipe");
}

static void make_event_of_request(struct test_case *t, struct operation *operation)
{
    request_of(operation)->overlapped.hEvent = subject.CreateEventW(NULL, TRUE, FALSE, NULL);
    need(t, request_of(operation)->overlapped.hEvent != NULL, "CreateEvent");
}

static void open_client(struct operation *operation)
{
    operation->peer =
        subject.CreateFileW(request_of(operation)->name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
}

static void make_server_and_event(struct test_case *t, struct operation *operation)
{
    make_server(t, operation);
    make_event_of_request(t, operation);
}

static void make_signalled_server(struct test_case *t, struct operation *operation)
{
    make_server(t, operation);
    need_signalled_handle(t, operation);
}

static void make_pipe(struct test_case *t, struct operation *operation)
{
    make_server(t, operation);
    open_client(operation);
    need(t, operation->peer != INVALID_HANDLE_VALUE, "CreateFile of a named pipe");
}

static void make_pipe_and_event(struct test_case *t, struct operation *operation)
{
    make_pipe(t, operation);
    make_event_of_request(t, operation);
}

static void make_signalled_pipe(struct test_case *t, struct operation *operation)
{
    make_pipe(t, operation);
    need_signalled_handle(t, operation);
}

static void close_ends(struct operation *operation)
{
    HANDLE event = request_of(operation)->overlapped.hEvent;
    if (operation->handle != INVALID_HANDLE_VALUE)
        subject.CloseHandle(operation->handle);
    if (operation->peer != INVALID_HANDLE_VALUE)
        subject.CloseHandle(operation->peer);
    if (event)
        subject.CloseHandle(event);
}

/* ---- requests -----------------------------------------------------------------------------------------------------
 */

static bool is_pending_after(struct operation *operation, BOOL returned)
{
    bool pending = !returned && GetLastError() == ERROR_IO_PENDING;
    if (pending)
        InterlockedExchange(&request_of(operation)->issued, 1);
    return pending;
}

static bool is_issued(struct operation *operation)
{
    return InterlockedCompareExchange(&request_of(operation)->issued, 1, 1) != 0;
}

static bool issue_read(struct operation *operation)
{
    return is_pending_after(operation, subject.ReadFile(operation->handle, operation->data, OPERATION_DATA, NULL,
                                                        &request_of(operation)->overlapped));
}

static bool issue_connect(struct operation *operation)
{
    return is_pending_after(operation, subject.ConnectNamedPipe(operation->handle, &request_of(operation)->overlapped));
}

static void keep_overlapped_result(struct operation *operation, BOOL wait)
{
    DWORD transferred = UNTOUCHED_COUNT;
    BOOL returned =
        subject.GetOverlappedResult(operation->handle, &request_of(operation)->overlapped, &transferred, wait);
    keep_result(operation, returned, transferred);
}

static void wait_for_event(struct operation *operation)
{
    subject.WaitForSingleObject(request_of(operation)->overlapped.hEvent, INFINITE);
    keep_overlapped_result(operation, FALSE);
}

static void read_asynchronously(struct operation *operation)
{
    if (issue_read(operation))
        wait_for_event(operation);
    else
        keep_result(operation, FALSE, UNTOUCHED_COUNT);
}

static void connect_asynchronously(struct operation *operation)
{
    if (issue_connect(operation))
        wait_for_event(operation);
    else
        keep_result(operation, FALSE, UNTOUCHED_COUNT);
}

static void read_and_wait_for_result(struct operation *operation)
{
    if (issue_read(operation))
        keep_overlapped_result(operation, TRUE);
    else
        keep_result(operation, FALSE, UNTOUCHED_COUNT);
}

static void connect_with_none(struct operation *operation)
{
    keep_result(operation, subject.ConnectNamedPipe(operation->handle, NULL), UNTOUCHED_COUNT);
}

/* ---- flush: it lasts until the client has read ---------------------------------------------------------------------
 */

/* The write has no event of its own: so its end signals the handle, and the handle can show when the flush blocks. */
static void make_unread_pipe(struct test_case *t, struct operation *operation)
{
    make_pipe(t, operation);
    BOOL written =
        subject.WriteFile(operation->handle, RELEASE_DATA, RELEASE_DATA_SIZE, NULL, &request_of(operation)->overlapped);
    need(t, written || GetLastError() == ERROR_IO_PENDING, "WriteFile into a pipe with room");
    if (subject.WaitForSingleObject(operation->handle, scaled_ms(2000)) != WAIT_OBJECT_0)
        unresolved(t, "a write into a pipe with room did not end");
}

static void read_at_client(struct operation *operation)
{
    DWORD size;
    subject.ReadFile(operation->peer, operation->data, OPERATION_DATA, &size, NULL);
}

/* ---- ends ---------------------------------------------------------------------------------------------------------
 */

static bool has_succeeded(struct operation *operation, char *why, size_t why_size)
{
    snprintf(why, why_size, "it failed with error %lu", (unsigned long)operation->result.error);
    return operation->result.returned;
}

/* Connected for good: what the client writes arrives. */
static bool is_connected(struct operation *operation, char *why, size_t why_size)
{
    OVERLAPPED overlapped = { .hEvent = NULL };
    DWORD size = 0;
    if (!has_succeeded(operation, why, why_size))
        return false;
    snprintf(why, why_size, "it is connected, but what the client writes does not arrive");
    write_to_peer(operation);
    overlapped.hEvent = subject.CreateEventW(NULL, TRUE, FALSE, NULL);
    BOOL read = subject.ReadFile(operation->handle, operation->data, OPERATION_DATA, NULL, &overlapped);
    bool arrived = (read || GetLastError() == ERROR_IO_PENDING) &&
                   subject.WaitForSingleObject(overlapped.hEvent, scaled_ms(2000)) == WAIT_OBJECT_0 &&
                   subject.GetOverlappedResult(operation->handle, &overlapped, &size, FALSE);
    arrived = arrived && size == RELEASE_DATA_SIZE && !memcmp(operation->data, RELEASE_DATA, size);
    subject.CloseHandle(overlapped.hEvent);
    return arrived;
}

#define OVERLAPPED_KIND(kind_name, prepare_it, perform_it, gate, release_it, full, ...)                                \
    const struct operation_kind kind_name = { .name = #kind_name,                                                      \
                                              .is_io = true,                                                           \
                                              .state_size = sizeof(struct request),                                    \
                                              .prepare = prepare_it,                                                   \
                                              .perform = perform_it,                                                   \
                                              .is_pending = gate,                                                      \
                                              .release = release_it,                                                   \
                                              .is_full = full,                                                         \
                                              .dispose = close_ends,                                                   \
                                              __VA_ARGS__ }

OVERLAPPED_KIND(overlapped_read, make_pipe_and_event, read_asynchronously, is_issued, write_to_peer, read_all_data,
                .is_read = true);
OVERLAPPED_KIND(overlapped_connect, make_server_and_event, connect_asynchronously, is_issued, open_client, is_connected,
                .is_read = false);
OVERLAPPED_KIND(result_of_read_by_event, make_pipe_and_event, read_and_wait_for_result, is_issued, write_to_peer,
                read_all_data, .is_read = true);
OVERLAPPED_KIND(result_of_read_by_handle, make_signalled_pipe, read_and_wait_for_result, is_issued, write_to_peer,
                read_all_data, .is_read = true);
OVERLAPPED_KIND(read_with_no_overlapped, make_signalled_pipe, read_into_data, handle_is_busy, write_to_peer,
                read_all_data, .is_read = true);
OVERLAPPED_KIND(connect_with_no_overlapped, make_signalled_server, connect_with_none, handle_is_busy, open_client,
                is_connected, .is_read = false);
OVERLAPPED_KIND(flush_of_overlapped_handle, make_unread_pipe, flush_handle, handle_is_busy, read_at_client,
                has_succeeded, .is_read = false);
