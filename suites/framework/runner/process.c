#include "process.h"

#include <stdio.h>
#include <string.h>

#include "../coverage.h"

static const WCHAR *own_path(void)
{
    static WCHAR path[MAX_PATH * 2];
    if (!path[0])
        GetModuleFileNameW(NULL, path, MAX_PATH * 2);
    return path;
}

HANDLE make_record_pipe(struct process *process, const char *run, unsigned number)
{
    WCHAR name[128];
    SECURITY_ATTRIBUTES inherit = { sizeof(inherit), NULL, TRUE };
    memset(process, 0, sizeof(*process));
    swprintf(name, 128, L"\\\\.\\pipe\\wincancel-%hs-records-%u", run, number);
    process->records =
        CreateNamedPipeW(name, PIPE_ACCESS_INBOUND | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
                         PIPE_TYPE_BYTE | PIPE_REJECT_REMOTE_CLIENTS, 1, 65536, 65536, 0, NULL);
    if (process->records == INVALID_HANDLE_VALUE)
        return NULL;
    process->reading.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    process->go_on = CreateEventW(&inherit, FALSE, FALSE, NULL);
    HANDLE write_end = CreateFileW(name, GENERIC_WRITE, 0, &inherit, OPEN_EXISTING, 0, NULL);
    return write_end == INVALID_HANDLE_VALUE ? NULL : write_end;
}

static HANDLE null_device(void)
{
    SECURITY_ATTRIBUTES inherit = { sizeof(inherit), NULL, TRUE };
    return CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherit,
                       OPEN_EXISTING, 0, NULL);
}

static HANDLE make_job(void)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits;
    HANDLE job = CreateJobObjectW(NULL, NULL);
    memset(&limits, 0, sizeof(limits));
    limits.BasicLimitInformation.LimitFlags =
        JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION;
    if (job)
        SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof(limits));
    return job;
}

bool start_process(struct process *process, const WCHAR *batch_file, HANDLE write_end, const struct console *console)
{
    WCHAR command[MAX_PATH * 5];
    STARTUPINFOEXW startup;
    PROCESS_INFORMATION information = { 0 };
    memset(&startup, 0, sizeof(startup));
    startup.StartupInfo.cb = console ? sizeof(startup) : sizeof(startup.StartupInfo);
    startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    /* With a console the child must get its own standard handles from it; without one it gets the null device, never
     * ours. */
    HANDLE nothing = console ? NULL : null_device();
    startup.StartupInfo.hStdInput = startup.StartupInfo.hStdOutput = startup.StartupInfo.hStdError = nothing;
    startup.lpAttributeList = console ? console_attributes(console) : NULL;

    swprintf(command, MAX_PATH * 5, L"\"%ls\" child \"%ls\"", own_path(), batch_file);
    DWORD flags = CREATE_SUSPENDED | (console ? EXTENDED_STARTUPINFO_PRESENT : DETACHED_PROCESS);
    BOOL ok = CreateProcessW(NULL, command, NULL, NULL, TRUE, flags, NULL, NULL, &startup.StartupInfo, &information);
    DWORD error = GetLastError();
    CloseHandle(write_end);
    SetHandleInformation(process->go_on, HANDLE_FLAG_INHERIT, 0); /* no other child's business */
    if (nothing)
        CloseHandle(nothing);
    free_console_attributes(startup.lpAttributeList);
    if (!ok) {
        SetLastError(error);
        return false;
    }
    process->process = information.hProcess;
    process->job = make_job();
    if (process->job)
        AssignProcessToJobObject(process->job, process->process);
    ResumeThread(information.hThread);
    CloseHandle(information.hThread);
    return true;
}

DWORD read_records(struct process *process)
{
    DWORD size = 0;
    if (process->at_end)
        return 0;
    if (!process->is_reading) {
        ResetEvent(process->reading.hEvent);
        if (ReadFile(process->records, process->buffer, sizeof(process->buffer), NULL, &process->reading) ||
            GetLastError() == ERROR_IO_PENDING)
            process->is_reading = true;
        else
            process->at_end = true;
    }
    if (!process->is_reading || !GetOverlappedResult(process->records, &process->reading, &size, FALSE)) {
        if (process->is_reading && GetLastError() == ERROR_IO_INCOMPLETE)
            return 0;
        process->is_reading = false;
        process->at_end = true;
        ResetEvent(process->reading.hEvent); /* so that a wait for it does not return at once for ever */
        return 0;
    }
    process->is_reading = false;
    return size;
}

void let_go_on(const struct process *process)
{
    SetEvent(process->go_on);
}

DWORD processes_alive(const struct process *process)
{
    JOBOBJECT_BASIC_ACCOUNTING_INFORMATION accounting = { 0 };
    if (!process->job || !QueryInformationJobObject(process->job, JobObjectBasicAccountingInformation, &accounting,
                                                    sizeof(accounting), NULL))
        return 0;
    return accounting.ActiveProcesses;
}

bool end_process(struct process *process, DWORD milliseconds, DWORD *code)
{
    bool ended_before = WaitForSingleObject(process->process, 0) == WAIT_OBJECT_0;
    if (!ended_before) {
        ask_for_coverage(process->process);
        TerminateProcess(process->process, 0xDEAD);
    }
    if (process->job)
        TerminateJobObject(process->job, 0xDEAD);
    ULONGLONG deadline = GetTickCount64() + milliseconds;
    bool ended = WaitForSingleObject(process->process, milliseconds) == WAIT_OBJECT_0;
    while (processes_alive(process) && GetTickCount64() < deadline)
        WaitForSingleObject(GetCurrentThread(), 1); /* signalled never: a pause between two looks at the tree */
    ended = ended && !processes_alive(process);
    if (process->job)
        CloseHandle(process->job);
    process->job = NULL;
    *code = 0;
    if (WaitForSingleObject(process->process, 0) == WAIT_OBJECT_0)
        GetExitCodeProcess(process->process, code);
    return ended;
}

void forget_process(struct process *process)
{
    if (process->is_reading) {
        /* Somebody still holds the other end. The end of our handle ends the read too, where a cancel does not. */
        CancelIo(process->records);
        bool ended = WaitForSingleObject(process->reading.hEvent, 1000) == WAIT_OBJECT_0;
        CloseHandle(process->records);
        process->is_reading = !ended && WaitForSingleObject(process->reading.hEvent, 1000) != WAIT_OBJECT_0;
    } else {
        CloseHandle(process->records);
    }
    CloseHandle(process->reading.hEvent);
    CloseHandle(process->go_on);
    CloseHandle(process->process);
}
