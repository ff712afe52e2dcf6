#include "remains.h"

#include <tlhelp32.h>

#define MANY_HANDLES 1000u      /* no case uses as many; a few that stay open harm nobody */
#define ROOM         (8u << 20) /* bytes of address space, for a few threads' stacks */

void take_inventory(struct inventory *inventory)
{
    THREADENTRY32 entry = { .dwSize = sizeof(entry) };
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    inventory->handles = 0;
    inventory->thread_count = 0;
    inventory->threads_known = snapshot != INVALID_HANDLE_VALUE;
    GetProcessHandleCount(GetCurrentProcess(), &inventory->handles);
    if (!inventory->threads_known)
        return;
    for (BOOL more = Thread32First(snapshot, &entry); more; more = Thread32Next(snapshot, &entry)) {
        if (entry.th32OwnerProcessID != GetCurrentProcessId())
            continue;
        if (inventory->thread_count == MAX_OWN_THREADS) {
            inventory->threads_known = false;
            break;
        }
        inventory->threads[inventory->thread_count++] = entry.th32ThreadID;
    }
    CloseHandle(snapshot);
}

static bool has_thread(const struct inventory *inventory, DWORD id)
{
    for (unsigned i = 0; i < inventory->thread_count; ++i)
        if (inventory->threads[i] == id)
            return true;
    return false;
}

static bool has_new_thread(const struct inventory *now, const struct inventory *before)
{
    if (!now->threads_known || !before->threads_known)
        return false;
    for (unsigned i = 0; i < now->thread_count; ++i)
        if (!has_thread(before, now->threads[i]))
            return true;
    return false;
}

static bool has_room(void)
{
    void *room = VirtualAlloc(NULL, ROOM, MEM_RESERVE, PAGE_NOACCESS);
    if (room)
        VirtualFree(room, 0, MEM_RELEASE);
    return room != NULL;
}

const char *find_remains(struct inventory *before, DWORD milliseconds)
{
    struct inventory now;
    ULONGLONG deadline = GetTickCount64() + milliseconds;
    for (take_inventory(&now); has_new_thread(&now, before); take_inventory(&now)) {
        if (GetTickCount64() > deadline)
            return "a thread was left behind";
        WaitForSingleObject(GetCurrentThread(), 1); /* it is signalled never: a pause between two looks */
    }
    DWORD handles = before->handles;
    *before = now;
    if (now.handles > handles + MANY_HANDLES)
        return "very many handles were left open";
    return has_room() ? NULL : "no address space was left";
}
