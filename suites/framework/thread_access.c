#include "thread_access.h"

const struct generic generics[9] = {
    { "GENERIC_READ", GENERIC_READ, open_thread },
    { "GENERIC_WRITE", GENERIC_WRITE, open_thread },
    { "GENERIC_EXECUTE", GENERIC_EXECUTE, open_thread },
    { "GENERIC_ALL", GENERIC_ALL, open_thread },
    { "MAXIMUM_ALLOWED", MAXIMUM_ALLOWED, open_thread },
    { "GENERIC_READ_by_duplicate", GENERIC_READ, duplicate_thread },
    { "GENERIC_WRITE_by_duplicate", GENERIC_WRITE, duplicate_thread },
    { "GENERIC_EXECUTE_by_duplicate", GENERIC_EXECUTE, duplicate_thread },
    { "GENERIC_ALL_by_duplicate", GENERIC_ALL, duplicate_thread },
};

const struct creation creations[2] = {
    { "DEFAULT", NULL },
    { "INHERITABLE", &(SECURITY_ATTRIBUTES){ .nLength = sizeof(SECURITY_ATTRIBUTES), .bInheritHandle = TRUE } },
};

HANDLE narrow_handle(struct test_case *t, HANDLE source, DWORD access)
{
    HANDLE narrowed = NULL, process = subject.GetCurrentProcess();
    need(t, subject.DuplicateHandle(process, source, process, &narrowed, access, FALSE, 0), "DuplicateHandle to less");
    return close_after_case(t, narrowed);
}
