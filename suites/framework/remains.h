/* What a case leaves in its process, where it could touch the next one. */
#ifndef WINCANCEL_REMAINS_H
#define WINCANCEL_REMAINS_H

#include <stdbool.h>
#include <windows.h>

#define MAX_OWN_THREADS 256u

/* What a process has at one moment. */
struct inventory {
    DWORD threads[MAX_OWN_THREADS];
    unsigned thread_count;
    bool threads_known; /* false: the system does not tell, or there are more */
    DWORD handles;
};

void take_inventory(struct inventory *inventory);
/* NULL, or what there is more of than `before`: a thread, very many handles, or no room for the next case's needs. A
 * thread that ends just now is given `milliseconds` to be gone. `*before` becomes what there is now. */
const char *find_remains(struct inventory *before, DWORD milliseconds);

#endif
