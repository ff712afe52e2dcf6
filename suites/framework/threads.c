#include "threads.h"

#include <tlhelp32.h>

void list_threads(struct threads *threads)
{
    THREADENTRY32 entry = { .dwSize = sizeof(entry) };
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    threads->count = 0;
    threads->known = snapshot != INVALID_HANDLE_VALUE;
    if (!threads->known)
        return;
    for (BOOL more = Thread32First(snapshot, &entry); more; more = Thread32Next(snapshot, &entry)) {
        if (entry.th32OwnerProcessID != GetCurrentProcessId())
            continue;
        if (threads->count == MAX_OWN_THREADS) {
            threads->known = false;
            break;
        }
        threads->ids[threads->count++] = entry.th32ThreadID;
    }
    CloseHandle(snapshot);
}

static bool is_in(const struct threads *threads, DWORD id)
{
    for (unsigned i = 0; i < threads->count; ++i)
        if (threads->ids[i] == id)
            return true;
    return false;
}

static bool is_subset(const struct threads *threads, const struct threads *of)
{
    for (unsigned i = 0; i < threads->count; ++i)
        if (!is_in(of, threads->ids[i]))
            return false;
    return true;
}

bool has_new_threads(const struct threads *before, DWORD milliseconds)
{
    struct threads now;
    ULONGLONG deadline = GetTickCount64() + milliseconds;
    for (;;) {
        list_threads(&now);
        if (!now.known || !before->known || is_subset(&now, before))
            return false;
        if (GetTickCount64() > deadline)
            return true;
        WaitForSingleObject(GetCurrentThread(), 1); /* it is signalled never: a pause between two looks */
    }
}
