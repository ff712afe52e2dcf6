/* The probes behind UNSUPPORTED. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capability.h"
#include "operation.h"
#include "subject.h"

#define PROBE_DEADLINE_MS 3000u
#define MADE_UP_HANDLE    ((HANDLE)(uintptr_t)0xDEADBEE0u)
#define STILL_RUNNING     0xFFFFFFFFu

/* ---- calls that may raise: a Wine stub raises 0x80000100
 * ------------------------------------------------------------- */

struct guarded {
    DWORD (*call)(void *argument); /* returns the code the call answered with */
    void *argument;
    DWORD code;
    DWORD exception; /* 0: none; STILL_RUNNING: it did not come back */
};

static DWORD guarded_thread_id;
static DWORD raised;

static LONG CALLBACK keep_exception(EXCEPTION_POINTERS *pointers)
{
    if (GetCurrentThreadId() != guarded_thread_id)
        return EXCEPTION_CONTINUE_SEARCH;
    raised = pointers->ExceptionRecord->ExceptionCode;
    ExitThread(0); /* unwinding needs a compiler's help that not all have; ending the thread needs none */
}

static DWORD WINAPI guarded_thread(void *argument)
{
    struct guarded *guarded = argument;
    guarded_thread_id = GetCurrentThreadId();
    guarded->code = guarded->call(guarded->argument);
    return 0;
}

/* A call that does not come back goes on using its memory, so that is never freed. */
static const struct guarded *call_guarded(DWORD (*call)(void *argument), void *argument)
{
    void *handler = AddVectoredExceptionHandler(1, keep_exception);
    struct guarded *guarded = calloc(1, sizeof(*guarded));
    if (!guarded)
        abort();
    guarded->call = call;
    guarded->argument = argument;
    raised = 0;
    HANDLE thread = CreateThread(NULL, 0, guarded_thread, guarded, 0, NULL);
    bool ended = thread && WaitForSingleObject(thread, scaled_ms(PROBE_DEADLINE_MS)) == WAIT_OBJECT_0;
    guarded->exception = ended ? raised : STILL_RUNNING;
    RemoveVectoredExceptionHandler(handler);
    return guarded;
}

/* ---- something to cancel
 * ---------------------------------------------------------------------------------------------- */

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
    if (!read || !subject.CreatePipe || !subject.CreatePipe(&read->read_end, &read->write_end, NULL, 0))
        return NULL;
    read->thread = CreateThread(NULL, 0, read_byte, read, 0, &read->id);
    ULONGLONG deadline = GetTickCount64() + scaled_ms(PROBE_DEADLINE_MS);
    while (subject.WaitForSingleObject(read->read_end, 0) == WAIT_OBJECT_0 && GetTickCount64() < deadline)
        SwitchToThread();
    return read->thread ? read : NULL;
}

static void end_read(struct blocked_read *read)
{
    DWORD count;
    subject.WriteFile(read->write_end, "x", 1, &count, NULL);
    WaitForSingleObject(read->thread, scaled_ms(PROBE_DEADLINE_MS));
}

/* ---- the functions
 * ----------------------------------------------------------------------------------------------------- */

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

struct probe {
    const char *function;
    DWORD (*call)(void *handle);
    bool takes_thread;   /* else the handle of the file */
    DWORD not_supported; /* the code that says so */
};

static const struct probe probes[] = {
    { "CancelSynchronousIo", cancel_synchronous, true, ERROR_CALL_NOT_IMPLEMENTED },
    { "CancelIo", cancel_io, false, ERROR_CALL_NOT_IMPLEMENTED },
    { "CancelIoEx", cancel_io_ex, false, ERROR_CALL_NOT_IMPLEMENTED },
    { "NtCancelSynchronousIoFile", nt_cancel_synchronous, true, 0xC0000002u /* STATUS_NOT_IMPLEMENTED */ },
};
#define PROBES (sizeof(probes) / sizeof(probes[0]))

static bool says_unsupported(const struct guarded *answer, const struct probe *probe)
{
    return answer->exception == 0x80000100u || (!answer->exception && answer->code == probe->not_supported);
}

static void ask(const struct probe *probe, struct capability *capability)
{
    char made_up[64];
    snprintf(made_up, sizeof(made_up), "%sOfWincancel", probe->function);
    bool finds_anything = GetProcAddress(GetModuleHandleA("kernel32.dll"), made_up) != NULL ||
                          GetProcAddress(GetModuleHandleA("ntdll.dll"), made_up) != NULL;
    capability->name = probe->function;
    capability->supported = true;
    if (!subject_has(probe->function)) {
        capability->supported = false;
        snprintf(capability->evidence, sizeof(capability->evidence), "%s is not exported, nor is the made-up %s",
                 probe->function, made_up);
        return;
    }
    struct blocked_read *read = start_read();
    if (!read) {
        snprintf(capability->evidence, sizeof(capability->evidence),
                 "no blocked read to ask about: taken as supported");
        return;
    }
    const struct guarded *real = call_guarded(probe->call, probe->takes_thread ? read->thread : read->read_end);
    if (real->exception == STILL_RUNNING) {
        snprintf(capability->evidence, sizeof(capability->evidence),
                 "a blocked read: the call did not come back: taken as supported");
        return;
    }
    const struct guarded *invented = call_guarded(probe->call, MADE_UP_HANDLE);
    end_read(read);
    capability->supported = !(says_unsupported(real, probe) && says_unsupported(invented, probe));
    snprintf(
        capability->evidence, sizeof(capability->evidence),
        "a blocked read: code %lu, exception 0x%lX; a made-up handle: code %lu, exception 0x%lX; the made-up name %s "
        "is %s",
        real->code, real->exception, invented->code, invented->exception, made_up,
        finds_anything ? "found too" : "not found");
}

void probe_capabilities(void (*tell)(const struct capability *capability))
{
    static struct capability capability;
    for (size_t i = 0; i < PROBES; ++i) {
        memset(&capability, 0, sizeof(capability));
        ask(&probes[i], &capability);
        tell(&capability);
    }
}

bool is_capability(const char *name, size_t size)
{
    for (size_t i = 0; i < PROBES; ++i)
        if (strlen(probes[i].function) == size && !memcmp(probes[i].function, name, size))
            return true;
    return false;
}
