#include "pipe_ends.h"

static HANDLE or_null(HANDLE handle)
{
    return handle == INVALID_HANDLE_VALUE ? NULL : handle;
}

static void need_named(struct test_case *t, HANDLE *server, HANDLE *client, DWORD flags, DWORD type)
{
    const WCHAR *name = unique_pipe_name(t);
    *server = or_null(subject.CreateNamedPipeW(name, PIPE_ACCESS_DUPLEX | flags, type | PIPE_WAIT, 1, PIPE_QUOTA,
                                               PIPE_QUOTA, 0, NULL));
    need(t, *server != NULL, "CreateNamedPipe");
    *client = or_null(subject.CreateFileW(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL));
    need(t, *client != NULL, "CreateFile of a named pipe");
}

void need_server_and_client(struct test_case *t, struct operation *operation, DWORD flags, DWORD type)
{
    need_named(t, &operation->handle, &operation->peer, flags, type);
}

void need_client_and_server(struct test_case *t, struct operation *operation, DWORD flags, DWORD type)
{
    need_named(t, &operation->peer, &operation->handle, flags, type);
}

void need_anonymous(struct test_case *t, HANDLE *read_end, HANDLE *write_end)
{
    need(t, subject.CreatePipe(read_end, write_end, NULL, PIPE_QUOTA), "CreatePipe");
}

void close_end(HANDLE *end)
{
    if (*end)
        subject.CloseHandle(*end);
    *end = NULL;
}

void close_both_ends(struct operation *operation)
{
    close_end(&operation->handle);
    close_end(&operation->peer);
}

void close_peer(struct operation *operation)
{
    close_end(&operation->peer);
}

DWORD bytes_available(HANDLE end)
{
    DWORD available = 0;
    if (!subject.PeekNamedPipe(end, NULL, 0, NULL, &available, NULL))
        return 0;
    return available;
}

bool await_bytes(HANDLE end, unsigned milliseconds)
{
    uint64_t deadline = now_us() + scaled_ms(milliseconds) * UINT64_C(1000);
    while (!bytes_available(end)) {
        if (now_us() > deadline)
            return false;
        SwitchToThread();
    }
    return true;
}

DWORD read_what_comes(HANDLE end, void *data, DWORD size, unsigned milliseconds)
{
    DWORD total = 0;
    while (total < size && await_bytes(end, milliseconds)) {
        DWORD count = 0;
        if (!subject.ReadFile(end, (char *)data + total, size - total, &count, NULL) || !count)
            break;
        total += count;
    }
    return total;
}
