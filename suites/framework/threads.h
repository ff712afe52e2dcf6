/* The threads of this process, to see what a case leaves behind. */
#ifndef WINCANCEL_THREADS_H
#define WINCANCEL_THREADS_H

#include <stdbool.h>
#include <windows.h>

#define MAX_OWN_THREADS 256u

struct threads {
    DWORD ids[MAX_OWN_THREADS];
    unsigned count;
    bool known; /* false: the system does not tell, or there are more */
};

void list_threads(struct threads *threads);
/* Whether a thread runs that was not there `before`. What ends just now is given `milliseconds` to be gone. */
bool has_new_threads(const struct threads *before, DWORD milliseconds);

#endif
