/* ReadFile of an empty pipe: blocks until somebody writes. */
#include <stdio.h>
#include <string.h>

#include "pipe_read.h"

bool read_all_data(struct operation *operation, char *why, size_t why_size)
{
    const struct operation_result *result = &operation->result;
    if (!result->returned) {
        snprintf(why, why_size, "it failed with error %lu instead of getting its data", result->error);
        return false;
    }
    if (result->transferred != RELEASE_DATA_SIZE || memcmp(operation->data, RELEASE_DATA, RELEASE_DATA_SIZE)) {
        snprintf(why, why_size, "it got %lu bytes, not the %u that were written", result->transferred,
                 RELEASE_DATA_SIZE);
        return false;
    }
    return true;
}

static void prepare_anonymous(struct test_case *t, struct operation *operation)
{
    need(t, subject.CreatePipe(&operation->handle, &operation->peer, NULL, 0), "CreatePipe");
    need_signalled_handle(t, operation);
}

static void prepare_named(struct test_case *t, HANDLE *server, HANDLE *client)
{
    const WCHAR *name = unique_pipe_name(t);
    *server = subject.CreateNamedPipeW(name, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE | PIPE_WAIT, 1, 4096, 4096, 0, NULL);
    need(t, *server != INVALID_HANDLE_VALUE, "CreateNamedPipe");
    *client = subject.CreateFileW(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    if (*client == INVALID_HANDLE_VALUE)
        subject.CloseHandle(*server);
    need(t, *client != INVALID_HANDLE_VALUE, "CreateFile of a named pipe");
}

static void prepare_server_end(struct test_case *t, struct operation *operation)
{
    prepare_named(t, &operation->handle, &operation->peer);
    need_signalled_handle(t, operation);
}

static void prepare_client_end(struct test_case *t, struct operation *operation)
{
    prepare_named(t, &operation->peer, &operation->handle);
    need_signalled_handle(t, operation);
}

static void perform_read(struct operation *operation)
{
    DWORD transferred = UNTOUCHED_COUNT;
    BOOL returned = subject.ReadFile(operation->handle, operation->data, OPERATION_DATA, &transferred, NULL);
    keep_result(operation, returned, transferred);
}

static void write_data(struct operation *operation)
{
    DWORD written;
    subject.WriteFile(operation->peer, RELEASE_DATA, RELEASE_DATA_SIZE, &written, NULL);
}

static void close_both(struct operation *operation)
{
    subject.CloseHandle(operation->handle);
    subject.CloseHandle(operation->peer);
}

#define PIPE_READ(kind_name, prepare_it)                                                                               \
    const struct operation_kind kind_name = {                                                                          \
        .name = #kind_name,                                                                                            \
        .is_io = true,                                                                                                 \
        .is_read = true,                                                                                               \
        .prepare = prepare_it,                                                                                         \
        .perform = perform_read,                                                                                       \
        .is_pending = handle_is_busy,                                                                                  \
        .release = write_data,                                                                                         \
        .is_full = read_all_data,                                                                                      \
        .dispose = close_both,                                                                                         \
    }

PIPE_READ(anonymous_pipe_read, prepare_anonymous);
PIPE_READ(named_pipe_read_server, prepare_server_end);
PIPE_READ(named_pipe_read_client, prepare_client_end);
