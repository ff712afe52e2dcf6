/* What this process has at one moment. */
#ifndef WINCANCEL_INVENTORY_H
#define WINCANCEL_INVENTORY_H

#include <stdbool.h>
#include <windows.h>

#define MAX_OWN_THREADS 256u

struct inventory {
    DWORD threads[MAX_OWN_THREADS];
    unsigned thread_count;
    bool threads_known; /* false: the system does not tell, or there are more */
    DWORD handles;
};

void take_inventory(struct inventory *inventory);
/* How many handles are open; slower than an inventory, and right also where the system tells it no number. */
unsigned count_handles(void);
/* More than any case uses; a few that stay open harm nobody. */
extern const DWORD very_many_handles;
/* Whether there is address space for what a case needs. */
bool has_room(void);

#endif
