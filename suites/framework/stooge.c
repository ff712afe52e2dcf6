/* The test's side of a stooge, and the stooge's own. They share two pipes: NAME, on which the stooge blocks, and
 * NAME-reports, on which it tells what becomes of it. */
#include "stooge.h"

#include <stdio.h>
#include <string.h>

#include "case.h"
#include "paths.h"

#define START_DEADLINE_MS 10000u /* from CreateProcess to the read that blocks */
#define END_DEADLINE_MS   2000u  /* of a process that is terminated */
#define MAX_NAME          200

enum stage { STOOGE_BROKE, STOOGE_BLOCKS, STOOGE_READ_ENDED };

struct report {
    DWORD stage;
    DWORD thread_id;
    uint64_t handle;
    struct operation_result result;
    unsigned char data[OPERATION_DATA];
};

static void name_reports(WCHAR *path, const WCHAR *name)
{
    swprintf(path, MAX_NAME, L"%ls-reports", name);
}

/* ---- the test's side ----------------------------------------------------------------------------------------------
 */

static bool write_order(const WCHAR *path, const WCHAR *pipe)
{
    struct text text = { 0 };
    text_add(&text, "mode stooge\nscale %f\n", child.timeout_scale);
    if (child.subject)
        text_add(&text, "subject %s\n", child.subject);
    text_add(&text, "stooge %s\n", utf8_of(pipe));
    bool ok = write_whole_file(path, text.data, text.length);
    text_free(&text);
    return ok;
}

static void start_its_process(struct test_case *t, struct stooge *stooge)
{
    WCHAR program[MAX_PATH * 2], command[MAX_PATH * 5];
    STARTUPINFOW startup = { .cb = sizeof(startup) };
    PROCESS_INFORMATION information = { 0 };
    GetModuleFileNameW(NULL, program, MAX_PATH * 2);
    swprintf(command, MAX_PATH * 5, L"\"%ls\" child \"%ls\"", program, stooge->order);
    /* It inherits nothing: an end of one of our pipes in its hands would keep that pipe whole. */
    need(t, CreateProcessW(program, command, NULL, NULL, FALSE, DETACHED_PROCESS, NULL, NULL, &startup, &information),
         "CreateProcess of a stooge");
    CloseHandle(information.hThread);
    stooge->process = information.hProcess;
    stooge->process_id = information.dwProcessId;
}

/* An overlapped read of one report, so that it can have a deadline. */
static bool read_report(struct stooge *stooge, struct report *report, DWORD milliseconds)
{
    OVERLAPPED overlapped = { .hEvent = CreateEventW(NULL, TRUE, FALSE, NULL) };
    DWORD size = 0;
    bool ok = overlapped.hEvent != NULL;
    if (ok && !ReadFile(stooge->reports, report, sizeof(*report), NULL, &overlapped))
        ok = GetLastError() == ERROR_IO_PENDING;
    if (ok && WaitForSingleObject(overlapped.hEvent, milliseconds) != WAIT_OBJECT_0) {
        terminate_stooge(stooge); /* breaks the pipe, and so ends the read that uses our memory */
        WaitForSingleObject(overlapped.hEvent, END_DEADLINE_MS);
    }
    ok = ok && GetOverlappedResult(stooge->reports, &overlapped, &size, FALSE) && size == sizeof(*report);
    DWORD error = GetLastError();
    if (overlapped.hEvent)
        CloseHandle(overlapped.hEvent);
    SetLastError(error);
    return ok;
}

static void make_its_pipes(struct test_case *t, struct stooge *stooge, const WCHAR *name)
{
    WCHAR reports[MAX_NAME];
    name_reports(reports, name);
    stooge->peer =
        subject.CreateNamedPipeW(name, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE | PIPE_WAIT, 1, 4096, 4096, 0, NULL);
    need(t, stooge->peer != INVALID_HANDLE_VALUE, "CreateNamedPipe for a stooge");
    stooge->reports = CreateNamedPipeW(reports, PIPE_ACCESS_INBOUND | FILE_FLAG_OVERLAPPED,
                                       PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE, 1, 4096, 4096, 0, NULL);
    need(t, stooge->reports != INVALID_HANDLE_VALUE, "CreateNamedPipe for a stooge's reports");
}

void start_stooge(struct test_case *t, struct stooge *stooge)
{
    struct report report;
    const WCHAR *name = unique_pipe_name(t);
    stooge->peer = stooge->reports = INVALID_HANDLE_VALUE;
    make_its_pipes(t, stooge, name);
    stooge->order = scratch_path(t);
    need(t, write_order(stooge->order, name), "writing the order for a stooge");
    start_its_process(t, stooge);
    /* The pipe is not connected before the stooge has opened it; a client that was faster counts as connected. */
    OVERLAPPED overlapped = { .hEvent = close_after_case(t, CreateEventW(NULL, TRUE, FALSE, NULL)) };
    bool connected = ConnectNamedPipe(stooge->reports, &overlapped) || GetLastError() == ERROR_PIPE_CONNECTED;
    if (!connected && GetLastError() == ERROR_IO_PENDING)
        connected = WaitForSingleObject(overlapped.hEvent, scaled_ms(START_DEADLINE_MS)) == WAIT_OBJECT_0;
    if (!connected) {
        CancelIo(stooge->reports); /* it uses our stack */
        WaitForSingleObject(overlapped.hEvent, scaled_ms(END_DEADLINE_MS));
        unresolved(t, "a stooge did not start in time");
    }
    need(t, read_report(stooge, &report, scaled_ms(START_DEADLINE_MS)), "reading the first report of a stooge");
    if (report.stage != STOOGE_BLOCKS)
        unresolved(t, "a stooge did not come to block: error %lu", report.result.error);
    stooge->thread_id = report.thread_id;
    stooge->its_handle = (HANDLE)(uintptr_t)report.handle;
}

bool await_stooge_read(struct stooge *stooge, struct operation_result *result, unsigned char *data)
{
    struct report report;
    if (!read_report(stooge, &report, INFINITE)) /* ended by the stooge's end, which the case sees to */
        return false;
    *result = report.result;
    memcpy(data, report.data, OPERATION_DATA);
    return true;
}

void terminate_stooge(struct stooge *stooge)
{
    if (!stooge->process)
        return;
    TerminateProcess(stooge->process, 0);
    WaitForSingleObject(stooge->process, scaled_ms(END_DEADLINE_MS)); /* else it goes with its parent's job */
}

void dispose_of_stooge(struct stooge *stooge)
{
    terminate_stooge(stooge);
    if (stooge->process)
        CloseHandle(stooge->process);
    if (stooge->peer != INVALID_HANDLE_VALUE)
        subject.CloseHandle(stooge->peer);
    if (stooge->reports != INVALID_HANDLE_VALUE)
        CloseHandle(stooge->reports);
    if (stooge->order)
        DeleteFileW(stooge->order);
}

/* ---- the stooge's side --------------------------------------------------------------------------------------------
 */

static HANDLE reports;
static struct report last_report;

static int send_report(DWORD stage)
{
    DWORD written;
    last_report.stage = stage;
    return WriteFile(reports, &last_report, sizeof(last_report), &written, NULL) && stage != STOOGE_BROKE ? 0 : 3;
}

static DWORD WINAPI read_and_block(void *pipe)
{
    struct operation_result *result = &last_report.result;
    DWORD transferred = UNTOUCHED_COUNT;
    SetLastError(SENTINEL_ERROR);
    uint64_t start = now_us();
    BOOL returned = subject.ReadFile(pipe, last_report.data, OPERATION_DATA, &transferred, NULL);
    result->error = GetLastError();
    result->elapsed_us = now_us() - start;
    result->returned = returned != FALSE;
    result->transferred = transferred;
    return 0;
}

int run_stooge(const WCHAR *name)
{
    WCHAR reports_name[MAX_NAME];
    name_reports(reports_name, name);
    reports = CreateFileW(reports_name, GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    if (reports == INVALID_HANDLE_VALUE)
        return 3;
    HANDLE pipe = subject.CreateFileW(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    last_report.result.error = GetLastError();
    if (pipe == INVALID_HANDLE_VALUE || subject.WaitForSingleObject(pipe, 0) != WAIT_OBJECT_0)
        return send_report(STOOGE_BROKE);
    last_report.handle = (uintptr_t)pipe;
    HANDLE thread = CreateThread(NULL, 0, read_and_block, pipe, 0, &last_report.thread_id);
    uint64_t deadline = now_us() + scaled_ms(START_DEADLINE_MS) * UINT64_C(1000);
    while (thread && subject.WaitForSingleObject(pipe, 0) != WAIT_TIMEOUT && now_us() < deadline)
        if (WaitForSingleObject(thread, 1) == WAIT_OBJECT_0)
            break;
    if (!thread || WaitForSingleObject(thread, 0) == WAIT_OBJECT_0 || now_us() >= deadline)
        return send_report(STOOGE_BROKE);
    if (send_report(STOOGE_BLOCKS))
        return 3;
    WaitForSingleObject(thread, INFINITE); /* the case ends this process */
    return send_report(STOOGE_READ_ENDED);
}
