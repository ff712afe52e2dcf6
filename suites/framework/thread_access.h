/* Tables of what a thread's handle can be asked to carry, and of where it can come from: the rows that the suites'
 * cases about access rights share. */
#ifndef WINCANCEL_THREAD_ACCESS_H
#define WINCANCEL_THREAD_ACCESS_H

#include "operation.h"

struct right {
    const char *name;
    DWORD access;
};

/* Rights of a thread's handle that the system's headers may not name. */
#ifndef THREAD_ALERT
#    define THREAD_ALERT 0x0004
#endif
#ifndef THREAD_RESUME
#    define THREAD_RESUME 0x1000
#endif

/* A row of a table of struct right, called what the headers call the right. */
#define RIGHT(right)                                                                                                   \
    {                                                                                                                  \
        .name = #right, .access = right                                                                                \
    }

/* Rows of single rights and sets of rights that no function under test asks for. A suite's table adds those that
 * another suite's function asks for. */
#define RIGHTS_ASKED_FOR_BY_NONE                                                                                       \
    RIGHT(THREAD_SUSPEND_RESUME), RIGHT(THREAD_ALERT), RIGHT(THREAD_GET_CONTEXT), RIGHT(THREAD_SET_INFORMATION),       \
        RIGHT(THREAD_QUERY_INFORMATION), RIGHT(THREAD_SET_THREAD_TOKEN), RIGHT(THREAD_IMPERSONATE),                    \
        RIGHT(THREAD_DIRECT_IMPERSONATION), RIGHT(THREAD_SET_LIMITED_INFORMATION),                                     \
        RIGHT(THREAD_QUERY_LIMITED_INFORMATION), RIGHT(THREAD_RESUME), RIGHT(SYNCHRONIZE), RIGHT(READ_CONTROL),        \
        RIGHT(WRITE_DAC), RIGHT(WRITE_OWNER), RIGHT(DELETE), RIGHT(STANDARD_RIGHTS_REQUIRED),                          \
        RIGHT(STANDARD_RIGHTS_ALL)

#define THREAD_ALL_ACCESS_OF_XP 0x1F03FFu /* before Vista */

/* Rights that the system maps to others, each by OpenThread and by DuplicateHandle. */
struct generic {
    const char *name;
    DWORD access;
    HANDLE (*make)(struct test_case *t, struct worker *worker, DWORD access);
};
extern const struct generic generics[9];

/* Ways to have CreateThread return a handle. */
struct creation {
    const char *name;
    SECURITY_ATTRIBUTES *security;
};
extern const struct creation creations[2];

/* A duplicate of a handle that carries `access` alone; closed after the case. */
HANDLE narrow_handle(struct test_case *t, HANDLE source, DWORD access);

#endif
