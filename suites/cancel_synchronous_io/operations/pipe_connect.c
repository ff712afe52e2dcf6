/* ConnectNamedPipe, and FSCTL_PIPE_LISTEN, on a synchronous server's end without a client. */
#include "pipe_connect.h"

#include <stdio.h>

#include "operations/pipe_ends.h"

#define LISTEN_CODE         0x110008u /* FSCTL_PIPE_LISTEN, which windows.h does not declare */
#define ARRIVAL_DEADLINE_MS 1000u

struct listening {
    const WCHAR *name;
};

static void prepare_listening(struct test_case *t, struct operation *operation)
{
    struct listening *state = operation->state;
    state->name = unique_pipe_name(t);
    HANDLE server = subject.CreateNamedPipeW(state->name, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE | PIPE_WAIT, 1, PIPE_QUOTA,
                                             PIPE_QUOTA, 0, NULL);
    need(t, server != INVALID_HANDLE_VALUE, "CreateNamedPipe");
    operation->handle = server;
    need_signalled_handle(t, operation);
}

static void perform_connect(struct operation *operation)
{
    BOOL returned = subject.ConnectNamedPipe(operation->handle, NULL);
    keep_result(operation, returned, UNTOUCHED_COUNT);
}

static void perform_listen(struct operation *operation)
{
    DWORD transferred = UNTOUCHED_COUNT;
    BOOL returned = subject.DeviceIoControl(operation->handle, LISTEN_CODE, NULL, 0, NULL, 0, &transferred, NULL);
    keep_result(operation, returned, transferred);
}

bool open_as_client(struct operation *operation)
{
    struct listening *state = operation->state;
    HANDLE client = subject.CreateFileW(state->name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    if (client == INVALID_HANDLE_VALUE)
        return false;
    operation->peer = client;
    return true;
}

static void release_listening(struct operation *operation)
{
    open_as_client(operation);
}

bool client_gets_through(struct operation *operation)
{
    DWORD written = 0;
    return subject.WriteFile(operation->peer, "c", 1, &written, NULL) &&
           await_bytes(operation->handle, ARRIVAL_DEADLINE_MS);
}

/* Connected is what carries a byte. */
static bool is_connected(struct operation *operation, char *why, size_t why_size)
{
    if (!operation->result.returned)
        snprintf(why, why_size, "it failed with error %lu instead of meeting its client",
                 (unsigned long)operation->result.error);
    else if (!operation->peer)
        snprintf(why, why_size, "it returned TRUE without a client");
    else if (!client_gets_through(operation))
        snprintf(why, why_size, "nothing comes through from the client");
    else
        return true;
    return false;
}

#define PIPE_LISTENING(kind_name, perform_it)                                                                          \
    const struct operation_kind kind_name = {                                                                          \
        .name = #kind_name,                                                                                            \
        .is_io = true,                                                                                                 \
        .state_size = sizeof(struct listening),                                                                        \
        .prepare = prepare_listening,                                                                                  \
        .perform = perform_it,                                                                                         \
        .is_pending = handle_is_busy,                                                                                  \
        .release = release_listening,                                                                                  \
        .is_full = is_connected,                                                                                       \
        .dispose = close_both_ends,                                                                                    \
    }

PIPE_LISTENING(connect_named_pipe, perform_connect);
PIPE_LISTENING(fsctl_pipe_listen, perform_listen);
