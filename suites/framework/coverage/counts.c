#include <gcov.h>
#include <wchar.h>

#include "../coverage.h"

#define TURN_MS 60000u /* a process writes its counts in about 100 ms, and a hundred of them may be at it */
#define END_MS  60000u /* others may be before it, and the machine busy */

void keep_coverage(void)
{
    /* One process at a time: libgcov locks each file, but where it does not get the lock soon it goes on without. */
    HANDLE turn = CreateMutexW(NULL, FALSE, L"wincancel-coverage");
    WaitForSingleObject(turn, TURN_MS);
    __gcov_dump();
    __gcov_reset(); /* what was written must not be added again */
    ReleaseMutex(turn);
    CloseHandle(turn);
}

static void name_request(WCHAR name[64], DWORD process_id)
{
    swprintf(name, 64, L"wincancel-coverage-%lu", (unsigned long)process_id);
}

static DWORD WINAPI await_request(void *request)
{
    WaitForSingleObject(request, INFINITE); /* ended with the process */
    keep_coverage();
    TerminateProcess(GetCurrentProcess(), 0);
    return 0;
}

void offer_coverage(void)
{
    WCHAR name[64];
    name_request(name, GetCurrentProcessId());
    HANDLE request = CreateEventW(NULL, TRUE, FALSE, name);
    HANDLE thread = CreateThread(NULL, 0, await_request, request, 0, NULL);
    if (thread)
        CloseHandle(thread);
}

void ask_for_coverage(HANDLE process)
{
    WCHAR name[64];
    name_request(name, GetProcessId(process));
    HANDLE request = OpenEventW(EVENT_MODIFY_STATE, FALSE, name);
    if (!request)
        return;
    SetEvent(request);
    CloseHandle(request);
    WaitForSingleObject(process, END_MS);
}
