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

/* winerror.h's, under the names that the pages of remote calls use. */
static const struct name rpc_statuses[] = {
    { 0, "RPC_S_OK" },
    { 5, "RPC_S_ACCESS_DENIED" },
    { 14, "RPC_S_OUT_OF_MEMORY" },
    { 87, "RPC_S_INVALID_ARG" },
    { 997, "RPC_S_ASYNC_CALL_PENDING" },
    { 998, "ERROR_NOACCESS" },
    { 1168, "ERROR_NOT_FOUND" },
    { 1702, "RPC_S_INVALID_BINDING" },
    { 1703, "RPC_S_PROTSEQ_NOT_SUPPORTED" },
    { 1704, "RPC_S_INVALID_RPC_PROTSEQ" },
    { 1709, "RPC_S_INVALID_TIMEOUT" },
    { 1717, "RPC_S_UNKNOWN_IF" },
    { 1720, "RPC_S_CANT_CREATE_ENDPOINT" },
    { 1721, "RPC_S_OUT_OF_RESOURCES" },
    { 1722, "RPC_S_SERVER_UNAVAILABLE" },
    { 1723, "RPC_S_SERVER_TOO_BUSY" },
    { 1725, "RPC_S_NO_CALL_ACTIVE" },
    { 1726, "RPC_S_CALL_FAILED" },
    { 1727, "RPC_S_CALL_FAILED_DNE" },
    { 1728, "RPC_S_PROTOCOL_ERROR" },
    { 1740, "RPC_S_DUPLICATE_ENDPOINT" },
    { 1745, "RPC_S_PROCNUM_OUT_OF_RANGE" },
    { 1753, "EPT_S_NOT_REGISTERED" },
    { 1764, "RPC_S_CANNOT_SUPPORT" },
    { 1766, "RPC_S_INTERNAL_ERROR" },
    { 1783, "RPC_X_BAD_STUB_DATA" },
    { 1791, "RPC_S_CALL_IN_PROGRESS" },
    { 1818, "RPC_S_CALL_CANCELLED" },
    { 1826, "RPC_S_NOT_CANCELLED" },
    { 1914, "RPC_S_INVALID_ASYNC_HANDLE" },
    { 1915, "RPC_S_INVALID_ASYNC_CALL" },
    { 0x80000100, "EXCEPTION_WINE_STUB" },
};

static const struct name exceptions[] = {
    { 0, "none" },
    { 0x80000100, "EXCEPTION_WINE_STUB" },
    { 0xC0000005, "EXCEPTION_ACCESS_VIOLATION" },
    { 0xC0000008, "EXCEPTION_INVALID_HANDLE" },
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

const char *rpc_status_name(LONG code)
{
    return find(rpc_statuses, sizeof(rpc_statuses) / sizeof(rpc_statuses[0]), (uint32_t)code);
}

/* A stub raises the status of the call itself. */
const char *exception_name(DWORD code)
{
    const char *name = find(exceptions, sizeof(exceptions) / sizeof(exceptions[0]), code);
    return name || !code ? name : rpc_status_name((LONG)code);
}
