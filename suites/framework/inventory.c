#include "inventory.h"

#include <tlhelp32.h>

#define ROOM (8u << 20) /* bytes of address space, for a few threads' stacks */

const DWORD very_many_handles = 1000;

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

bool has_room(void)
{
    void *room = VirtualAlloc(NULL, ROOM, MEM_RESERVE, PAGE_NOACCESS);
    if (room)
        VirtualFree(room, 0, MEM_RELEASE);
    return room != NULL;
}
