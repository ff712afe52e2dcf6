/* What a handle allows, as the system itself tells. */
#include <stdio.h>

#include "operation.h"

/* PUBLIC_OBJECT_BASIC_INFORMATION, class 0 of NtQueryObject. */
struct object_information {
    ULONG attributes;
    ACCESS_MASK granted;
    ULONG handles;
    ULONG pointers;
    ULONG reserved[10];
};

DWORD note_granted_access(struct test_case *t, const char *prefix, HANDLE handle)
{
    char key[96];
    struct object_information information;
    ULONG needed;
    LONG status = subject.NtQueryObject ? subject.NtQueryObject(handle, 0, &information, sizeof(information), &needed)
                                        : (LONG)0xC0000002; /* STATUS_NOT_IMPLEMENTED */
    if (status) {
        snprintf(key, sizeof(key), "%s.granted.query", prefix);
        note_ntstatus(t, key, status);
        return UNKNOWN_ACCESS;
    }
    snprintf(key, sizeof(key), "%s.granted", prefix);
    note_access(t, key, information.granted);
    return information.granted;
}
