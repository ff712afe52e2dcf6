#include "inventory.h"

#include <tlhelp32.h>

/* Handles are multiples of four, the lowest free one first: a leak is among these, and all others are. */
#define HANDLE_STEP   4u
#define HANDLE_VALUES 4096u
#define ROOM          (8u << 20) /* bytes of address space, for a few threads' stacks */

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

/* Wine's GetProcessHandleCount knows none, so each value that a handle may have is asked for. */
unsigned count_handles(void)
{
    unsigned count = 0;
    for (ULONG_PTR value = HANDLE_STEP; value < HANDLE_STEP * HANDLE_VALUES; value += HANDLE_STEP) {
        DWORD flags;
        count += GetHandleInformation((HANDLE)value, &flags) != FALSE;
    }
    return count;
}
