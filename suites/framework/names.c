#include "names.h"

#include <stddef.h>
#include <stdint.h>

#include "operation.h"

struct name {
    uint32_t code;
    const char *name;
};

static const struct name win32_errors[] = {
    { 0, "ERROR_SUCCESS" },
    { 1, "ERROR_INVALID_FUNCTION" },
    { 2, "ERROR_FILE_NOT_FOUND" },
    { 3, "ERROR_PATH_NOT_FOUND" },
    { 5, "ERROR_ACCESS_DENIED" },
    { 6, "ERROR_INVALID_HANDLE" },
    { 8, "ERROR_NOT_ENOUGH_MEMORY" },
    { 31, "ERROR_GEN_FAILURE" },
    { 32, "ERROR_SHARING_VIOLATION" },
    { 33, "ERROR_LOCK_VIOLATION" },
    { 38, "ERROR_HANDLE_EOF" },
    { 50, "ERROR_NOT_SUPPORTED" },
    { 87, "ERROR_INVALID_PARAMETER" },
    { 109, "ERROR_BROKEN_PIPE" },
    { 120, "ERROR_CALL_NOT_IMPLEMENTED" },
    { 121, "ERROR_SEM_TIMEOUT" },
    { 170, "ERROR_BUSY" },
    { 183, "ERROR_ALREADY_EXISTS" },
    { 230, "ERROR_BAD_PIPE" },
    { 231, "ERROR_PIPE_BUSY" },
    { 232, "ERROR_NO_DATA" },
    { 233, "ERROR_PIPE_NOT_CONNECTED" },
    { 234, "ERROR_MORE_DATA" },
    { 258, "WAIT_TIMEOUT" },
    { 300, "ERROR_OPLOCK_NOT_GRANTED" },
    { 535, "ERROR_PIPE_CONNECTED" },
    { 536, "ERROR_PIPE_LISTENING" },
    { 995, "ERROR_OPERATION_ABORTED" },
    { 996, "ERROR_IO_INCOMPLETE" },
    { 997, "ERROR_IO_PENDING" },
    { 998, "ERROR_NOACCESS" },
    { 1168, "ERROR_NOT_FOUND" },
    { 10004, "WSAEINTR" },
    { 10038, "WSAENOTSOCK" },
    { 10054, "WSAECONNRESET" },
    { SENTINEL_ERROR, "untouched" },
};

static const struct name statuses[] = {
    { 0x00000000, "STATUS_SUCCESS" },
    { 0x00000102, "STATUS_TIMEOUT" },
    { 0x00000103, "STATUS_PENDING" },
    { 0xC0000002, "STATUS_NOT_IMPLEMENTED" },
    { 0xC0000005, "STATUS_ACCESS_VIOLATION" },
    { 0xC0000008, "STATUS_INVALID_HANDLE" },
    { 0xC000000D, "STATUS_INVALID_PARAMETER" },
    { 0xC0000022, "STATUS_ACCESS_DENIED" },
    { 0xC0000024, "STATUS_OBJECT_TYPE_MISMATCH" },
    { 0xC00000BB, "STATUS_NOT_SUPPORTED" },
    { 0xC0000120, "STATUS_CANCELLED" },
    { 0xC000014B, "STATUS_PIPE_BROKEN" },
    { 0xC0000225, "STATUS_NOT_FOUND" },
};

static const char *find(const struct name *names, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; ++i)
        if (names[i].code == code)
            return names[i].name;
    return NULL;
}

const char *win32_error_name(DWORD code)
{
    return find(win32_errors, sizeof(win32_errors) / sizeof(win32_errors[0]), code);
}

const char *ntstatus_name(LONG code)
{
    return find(statuses, sizeof(statuses) / sizeof(statuses[0]), (uint32_t)code);
}
