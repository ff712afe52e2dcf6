#include "taken_instance.h"

#include "operations/pipe_ends.h"

#define ARRIVAL_DEADLINE_MS 1000u

static HANDLE need_event(struct test_case *t)
{
    HANDLE event = subject.CreateEventW(NULL, TRUE, FALSE, NULL);
    need(t, event != NULL, "CreateEvent");
    return event;
}

void need_taken_instance(struct test_case *t, struct taken_instance *instance)
{
    instance->name = unique_pipe_name(t);
    instance->listening.hEvent = need_event(t);
    instance->answering.hEvent = need_event(t);
    HANDLE server = subject.CreateNamedPipeW(instance->name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED,
                                             PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE | PIPE_WAIT, 1, PIPE_QUOTA,
                                             PIPE_QUOTA, 0, NULL);
    need(t, server != INVALID_HANDLE_VALUE, "CreateNamedPipe");
    instance->server = server;
    need(t, take_instance(instance), "CreateFile of a named pipe");
}

bool take_instance(struct taken_instance *instance)
{
    HANDLE client = subject.CreateFileW(instance->name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    if (client == INVALID_HANDLE_VALUE)
        return false;
    instance->client = client;
    return true;
}

bool free_instance(struct taken_instance *instance)
{
    close_end(&instance->client);
    if (!subject.DisconnectNamedPipe(instance->server))
        return false;
    return subject.ConnectNamedPipe(instance->server, &instance->listening) || GetLastError() == ERROR_IO_PENDING ||
           GetLastError() == ERROR_PIPE_CONNECTED;
}

/* Bytes that are there already, so it does not wait. */
static bool take_request(struct taken_instance *instance)
{
    char request[16];
    DWORD count;
    if (subject.ReadFile(instance->server, request, sizeof(request), NULL, &instance->answering))
        return true;
    return GetLastError() == ERROR_IO_PENDING &&
           subject.GetOverlappedResult(instance->server, &instance->answering, &count, TRUE);
}

bool answer_client(struct taken_instance *instance, const void *data, DWORD size, unsigned milliseconds)
{
    DWORD count;
    if (!await_bytes(instance->server, milliseconds) || !take_request(instance))
        return false;
    if (subject.WriteFile(instance->server, data, size, NULL, &instance->answering))
        return true;
    return GetLastError() == ERROR_IO_PENDING &&
           subject.GetOverlappedResult(instance->server, &instance->answering, &count, TRUE);
}

bool is_intact(struct taken_instance *instance)
{
    DWORD written;
    return subject.WriteFile(instance->client, "i", 1, &written, NULL) &&
           await_bytes(instance->server, ARRIVAL_DEADLINE_MS);
}

void close_instance(struct taken_instance *instance)
{
    close_end(&instance->client);
    close_end(&instance->server);
    close_end(&instance->listening.hEvent);
    close_end(&instance->answering.hEvent);
}
