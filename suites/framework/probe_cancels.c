/* Probes of the functions that cancel I/O: each is asked about a read that blocks, and about a made-up handle. */
#include <stdio.h>
#include <stdlib.h>

#include "guard.h"
#include "operation.h"
#include "probe.h"

#define BLOCK_DEADLINE_MS 3000u
#define MADE_UP_HANDLE    ((HANDLE)(uintptr_t)0xDEADBEE0u)

/* ---- something to cancel ------------------------------------------------------------------------------------------
 */

struct blocked_read {
    HANDLE read_end, write_end, thread;
    DWORD id;
};

static DWORD WINAPI read_byte(void *argument)
{
    struct blocked_read *read = argument;
    char byte;
    DWORD count;
    return (DWORD)subject.ReadFile(read->read_end, &byte, 1, &count, NULL);
}

/* NULL: there is nothing to ask about. What it returns is never freed: the read may not end. */
static struct blocked_read *start_read(void)
{
    struct blocked_read *read = calloc(1, sizeof(*read));
    if (read && subject.CreatePipe && subject.CreatePipe(&read->read_end, &read->write_end, NULL, 0))
        read->thread = CreateThread(NULL, 0, read_byte, read, 0, &read->id);
    if (!read || !read->thread) {
        free(read);
        return NULL;
    }
    ULONGLONG deadline = GetTickCount64() + scaled_ms(BLOCK_DEADLINE_MS);
    while (subject.WaitForSingleObject(read->read_end, 0) == WAIT_OBJECT_0 && GetTickCount64() < deadline)
        SwitchToThread();
    return read;
}

static void end_read(struct blocked_read *read)
{
    DWORD count;
    subject.WriteFile(read->write_end, "x", 1, &count, NULL);
    WaitForSingleObject(read->thread, scaled_ms(BLOCK_DEADLINE_MS));
}

/* ---- the functions ------------------------------------------------------------------------------------------------
 */

static DWORD error_of(BOOL returned)
{
    DWORD error = GetLastError();
    return returned ? 0 : error;
}

static DWORD cancel_synchronous(void *handle)
{
    SetLastError(SENTINEL_ERROR);
    return error_of(subject.CancelSynchronousIo(handle));
}

static DWORD cancel_io(void *handle)
{
    SetLastError(SENTINEL_ERROR);
    return error_of(subject.CancelIo(handle));
}

static DWORD cancel_io_ex(void *handle)
{
    SetLastError(SENTINEL_ERROR);
    return error_of(subject.CancelIoEx(handle, NULL));
}

static DWORD nt_cancel_synchronous(void *handle)
{
    struct wincancel_io_status status = { { 0 }, 0 };
    return (DWORD)subject.NtCancelSynchronousIoFile(handle, NULL, &status);
}

struct cancelling_function {
    DWORD (*call)(void *handle);
    bool takes_thread;   /* else the handle of the file */
    DWORD not_supported; /* the code that says so */
};

static bool says_unsupported(const struct answer *answer, DWORD not_supported)
{
    return answer->exception == EXCEPTION_OF_WINE_STUB || (!answer->exception && answer->code == not_supported);
}

static void ask_cancel(const struct probe *probe, struct capability *capability)
{
    const struct cancelling_function *function = probe->about;
    if (is_absent(probe->capability, capability))
        return;
    capability->supported = true;
    struct blocked_read *read = start_read();
    if (!read) {
        snprintf(capability->evidence, sizeof(capability->evidence),
                 "no blocked read to ask about: taken as supported");
        return;
    }
    struct answer real = ask_guarded(function->call, function->takes_thread ? read->thread : read->read_end);
    if (!real.came_back) {
        snprintf(capability->evidence, sizeof(capability->evidence),
                 "a blocked read: the call did not come back: taken as supported");
        return;
    }
    struct answer invented = ask_guarded(function->call, MADE_UP_HANDLE);
    end_read(read);
    capability->supported =
        !(says_unsupported(&real, function->not_supported) && says_unsupported(&invented, function->not_supported));
    snprintf(capability->evidence, sizeof(capability->evidence),
             "a blocked read: code %lu, exception 0x%lX; a made-up handle: code %lu, exception 0x%lX",
             (unsigned long)real.code, (unsigned long)real.exception, (unsigned long)invented.code,
             (unsigned long)invented.exception);
}

#define STATUS_NOT_IMPLEMENTED_ 0xC0000002u

static const struct cancelling_function synchronous = { cancel_synchronous, true, ERROR_CALL_NOT_IMPLEMENTED },
                                        io = { cancel_io, false, ERROR_CALL_NOT_IMPLEMENTED },
                                        io_ex = { cancel_io_ex, false, ERROR_CALL_NOT_IMPLEMENTED },
                                        native = { nt_cancel_synchronous, true, STATUS_NOT_IMPLEMENTED_ };

static const struct probe cancels[] = {
    { "CancelSynchronousIo", ask_cancel, &synchronous },
    { "CancelIo", ask_cancel, &io },
    { "CancelIoEx", ask_cancel, &io_ex },
    { "NtCancelSynchronousIoFile", ask_cancel, &native },
};

PROBES(cancels);
