/* Both sides of a companion. */
#include "companion.h"

#include <stdio.h>
#include <string.h>

#include "case.h"
#include "coverage.h"
#include "paths.h"

#define START_DEADLINE_MS 10000u /* from CreateProcess to the opened pipe */
#define END_DEADLINE_MS   2000u  /* of a process that is terminated */
#define START_ATTEMPTS    3u

/* ---- the pipe -----------------------------------------------------------------------------------------------------
 */

/* Waits for what was started with `overlapped`. What does not end uses `overlapped` and its memory on, so the caller
 * ends the other side then. */
static bool await_transfer(struct channel *channel, OVERLAPPED *overlapped, BOOL done, DWORD milliseconds, DWORD *size)
{
    if (!done && GetLastError() != ERROR_IO_PENDING)
        return false;
    if (WaitForSingleObject(overlapped->hEvent, milliseconds) != WAIT_OBJECT_0) {
        SetLastError(WAIT_TIMEOUT);
        return false;
    }
    return GetOverlappedResult(channel->pipe, overlapped, size, FALSE);
}

static void end_transfer(struct channel *channel, OVERLAPPED *overlapped, bool ended)
{
    DWORD error = GetLastError();
    if (!ended && error == WAIT_TIMEOUT) {
        CancelIo(channel->pipe);
        WaitForSingleObject(overlapped->hEvent, END_DEADLINE_MS);
    }
    CloseHandle(overlapped->hEvent);
    SetLastError(error);
}

bool send_message(struct channel *channel, const void *message, DWORD size)
{
    OVERLAPPED overlapped = { .hEvent = CreateEventW(NULL, TRUE, FALSE, NULL) };
    DWORD written = 0;
    if (!overlapped.hEvent)
        return false;
    EnterCriticalSection(&channel->sending);
    BOOL done = WriteFile(channel->pipe, message, size, NULL, &overlapped);
    bool ok = await_transfer(channel, &overlapped, done, scaled_ms(START_DEADLINE_MS), &written) && written == size;
    end_transfer(channel, &overlapped, ok);
    LeaveCriticalSection(&channel->sending);
    return ok;
}

DWORD receive_message(struct channel *channel, void *message, DWORD room, DWORD milliseconds)
{
    OVERLAPPED overlapped = { .hEvent = CreateEventW(NULL, TRUE, FALSE, NULL) };
    DWORD size = 0;
    if (!overlapped.hEvent)
        return 0;
    BOOL done = ReadFile(channel->pipe, message, room, NULL, &overlapped);
    bool ok = await_transfer(channel, &overlapped, done, milliseconds, &size);
    end_transfer(channel, &overlapped, ok);
    return ok ? size : 0;
}

/* ---- the test's side ----------------------------------------------------------------------------------------------
 */

static bool write_order(const WCHAR *path, const char *role, const char *argument, const WCHAR *pipe)
{
    struct text text = { 0 };
    text_add(&text, "mode companion\nrun %s\nscale %f\nseed %llu\n", child.run, child.timeout_scale,
             (unsigned long long)child.seed);
    if (child.subject)
        text_add(&text, "subject %s\n", child.subject);
    text_add(&text, "role %s\nargument %s\nchannel %s\n", role, argument, utf8_of(pipe));
    bool ok = write_whole_file(path, text.data, text.length);
    text_free(&text);
    return ok;
}

static void start_its_process(struct test_case *t, struct companion *companion, const char *role)
{
    WCHAR program[MAX_PATH * 2], command[MAX_PATH * 5];
    char what[80];
    STARTUPINFOW startup = { .cb = sizeof(startup) };
    PROCESS_INFORMATION information = { 0 };
    BOOL started = FALSE;
    unsigned failed = 0;
    GetModuleFileNameW(NULL, program, MAX_PATH * 2);
    swprintf(command, MAX_PATH * 5, L"\"%ls\" child \"%ls\"", program, companion->order);
    snprintf(what, sizeof(what), "CreateProcess of a %s", role);
    /* It inherits nothing: an end of one of our pipes in its hands would keep that pipe whole. Starting a process is no
     * part of any test, and Wine 8.0 fails to do it (1359) about once in 4,000 times: a start that came to nothing is
     * made again, as the runner does with its children, and the case says so. */
    for (; !started && failed < START_ATTEMPTS; failed += !started)
        started =
            CreateProcessW(program, command, NULL, NULL, FALSE, DETACHED_PROCESS, NULL, NULL, &startup, &information);
    if (failed)
        note_attempts(t, "plumbing.failed_starts", failed);
    need(t, started, what);
    CloseHandle(information.hThread);
    companion->process = information.hProcess;
    companion->process_id = information.dwProcessId;
}

/* The pipe is not connected before the companion has opened it. One that was faster counts as connected, also if it has
 * said all it had to say and is gone: that can still be read. */
static bool await_connection(struct companion *companion)
{
    OVERLAPPED overlapped = { .hEvent = CreateEventW(NULL, TRUE, FALSE, NULL) };
    DWORD ignored;
    if (!overlapped.hEvent)
        return false;
    BOOL done = ConnectNamedPipe(companion->channel.pipe, &overlapped);
    bool ok = !done && (GetLastError() == ERROR_PIPE_CONNECTED || GetLastError() == ERROR_NO_DATA);
    if (!ok)
        ok = await_transfer(&companion->channel, &overlapped, done, scaled_ms(START_DEADLINE_MS), &ignored);
    end_transfer(&companion->channel, &overlapped, ok);
    return ok;
}

void start_companion(struct test_case *t, struct companion *companion, const char *role, const char *argument)
{
    const WCHAR *name = unique_pipe_name(t);
    companion->channel.pipe =
        CreateNamedPipeW(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE, 1,
                         MAX_COMPANION_MESSAGE, MAX_COMPANION_MESSAGE, 0, NULL);
    need(t, companion->channel.pipe != INVALID_HANDLE_VALUE, "CreateNamedPipe for a companion");
    InitializeCriticalSection(&companion->channel.sending);
    companion->order = scratch_path(t);
    need(t, write_order(companion->order, role, argument, name), "writing the order for a companion");
    start_its_process(t, companion, role);
    if (!await_connection(companion))
        unresolved(t, "a %s did not start in time (error %lu)", role, (unsigned long)GetLastError());
}

bool await_message(struct companion *companion, void *message, DWORD size, unsigned milliseconds)
{
    DWORD patience = milliseconds == INFINITE ? INFINITE : scaled_ms(milliseconds);
    if (receive_message(&companion->channel, message, size, patience) == size)
        return true;
    DWORD error = GetLastError();
    if (error == WAIT_TIMEOUT)
        terminate_companion(companion);
    SetLastError(error);
    return false;
}

void terminate_companion(struct companion *companion)
{
    if (!companion->process)
        return;
    ask_for_coverage(companion->process);
    TerminateProcess(companion->process, 0);
    WaitForSingleObject(companion->process, scaled_ms(END_DEADLINE_MS)); /* else it goes with its parent's job */
}

void dispose_of_companion(struct companion *companion)
{
    if (!companion->order)
        return;
    terminate_companion(companion);
    if (companion->process)
        CloseHandle(companion->process);
    companion->process = NULL;
    CloseHandle(companion->channel.pipe);
    DeleteCriticalSection(&companion->channel.sending);
    DeleteFileW(companion->order);
    companion->order = NULL;
}

/* ---- the companion's side -----------------------------------------------------------------------------------------
 */

static const struct companion_role *first_role;

void register_role(struct companion_role *role)
{
    role->next = first_role;
    first_role = role;
}

int run_companion(const char *role, const WCHAR *pipe, const char *argument)
{
    static struct channel channel;
    DWORD mode = PIPE_READMODE_MESSAGE;
    channel.pipe = CreateFileW(pipe, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL);
    if (channel.pipe == INVALID_HANDLE_VALUE || !SetNamedPipeHandleState(channel.pipe, &mode, NULL, NULL))
        return 3;
    InitializeCriticalSection(&channel.sending);
    for (const struct companion_role *known = first_role; known; known = known->next)
        if (!strcmp(known->name, role))
            return known->run(&channel, argument);
    return 2;
}
