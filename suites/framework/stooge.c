/* The test's side of a stooge, and the stooge's own. Besides the channel of every companion they share a pipe, on which
 * the stooge blocks; its name is the stooge's argument. */
#include "stooge.h"

#include <string.h>

#include "paths.h"

#define START_DEADLINE_MS 10000u /* to the read that blocks */

enum stage { STOOGE_BROKE, STOOGE_BLOCKS, STOOGE_READ_ENDED };

struct report {
    DWORD stage;
    DWORD thread_id;
    uint64_t handle;
    struct operation_result result;
    unsigned char data[OPERATION_DATA];
};

/* ---- the test's side ----------------------------------------------------------------------------------------------
 */

void start_stooge(struct test_case *t, struct stooge *stooge)
{
    struct report report;
    const WCHAR *name = unique_pipe_name(t);
    stooge->peer =
        subject.CreateNamedPipeW(name, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE | PIPE_WAIT, 1, 4096, 4096, 0, NULL);
    need(t, stooge->peer != INVALID_HANDLE_VALUE, "CreateNamedPipe for a stooge");
    start_companion(t, &stooge->companion, "stooge", utf8_of(name));
    need(t, await_message(&stooge->companion, &report, sizeof(report), START_DEADLINE_MS),
         "reading the first report of a stooge");
    if (report.stage != STOOGE_BLOCKS)
        unresolved(t, "a stooge did not come to block: error %lu", (unsigned long)report.result.error);
    stooge->thread_id = report.thread_id;
    stooge->its_handle = (HANDLE)(uintptr_t)report.handle;
}

bool await_stooge_read(struct stooge *stooge, struct operation_result *result, unsigned char *data)
{
    struct report report;
    /* Ended by the stooge's end, which the case sees to. */
    if (!await_message(&stooge->companion, &report, sizeof(report), INFINITE))
        return false;
    *result = report.result;
    memcpy(data, report.data, OPERATION_DATA);
    return true;
}

void terminate_stooge(struct stooge *stooge)
{
    terminate_companion(&stooge->companion);
}

void dispose_of_stooge(struct stooge *stooge)
{
    dispose_of_companion(&stooge->companion);
    if (stooge->peer && stooge->peer != INVALID_HANDLE_VALUE)
        subject.CloseHandle(stooge->peer);
}

/* ---- the stooge's side --------------------------------------------------------------------------------------------
 */

static struct report last_report;

static int send_report(struct channel *channel, DWORD stage)
{
    last_report.stage = stage;
    return send_message(channel, &last_report, sizeof(last_report)) && stage != STOOGE_BROKE ? 0 : 3;
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

static int block_in_read(struct channel *channel, const char *pipe_name)
{
    HANDLE pipe =
        subject.CreateFileW(wide_of(pipe_name), GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    last_report.result.error = GetLastError();
    if (pipe == INVALID_HANDLE_VALUE || subject.WaitForSingleObject(pipe, 0) != WAIT_OBJECT_0)
        return send_report(channel, STOOGE_BROKE);
    last_report.handle = (uintptr_t)pipe;
    HANDLE thread = CreateThread(NULL, 0, read_and_block, pipe, 0, &last_report.thread_id);
    uint64_t deadline = now_us() + scaled_ms(START_DEADLINE_MS) * UINT64_C(1000);
    while (thread && subject.WaitForSingleObject(pipe, 0) != WAIT_TIMEOUT && now_us() < deadline)
        if (WaitForSingleObject(thread, 1) == WAIT_OBJECT_0)
            break;
    if (!thread || WaitForSingleObject(thread, 0) == WAIT_OBJECT_0 || now_us() >= deadline)
        return send_report(channel, STOOGE_BROKE);
    if (send_report(channel, STOOGE_BLOCKS))
        return 3;
    WaitForSingleObject(thread, INFINITE); /* the case ends this process */
    return send_report(channel, STOOGE_READ_ENDED);
}

COMPANION_ROLE("stooge", block_in_read);
