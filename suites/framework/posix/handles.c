#include "handles.h"

#include <errno.h>
#include <stdint.h>

/* Above every descriptor's number, and no address that the subject could give as a handle. */
#define MARK      UINT64_C(0x5743000000000000)
#define MARK_MASK UINT64_C(0xFFFF000000000000)
#define KIND_AT   32

HANDLE posix_handle(enum posix_kind kind, int descriptor)
{
    return (HANDLE)(uintptr_t)(MARK | (uint64_t)kind << KIND_AT | (uint32_t)descriptor);
}

enum posix_kind posix_kind_of(HANDLE handle)
{
    uint64_t value = (uint64_t)(uintptr_t)handle;
    return (value & MARK_MASK) == MARK ? (enum posix_kind)((value & ~MARK_MASK) >> KIND_AT) : POSIX_NONE;
}

int posix_descriptor(HANDLE handle)
{
    return (int)(uint32_t)(uintptr_t)handle;
}

BOOL posix_failed(int error)
{
    static const struct {
        int posix;
        DWORD windows;
    } errors[] = {
        { ENOENT, ERROR_FILE_NOT_FOUND }, { ENOTDIR, ERROR_PATH_NOT_FOUND },     { EACCES, ERROR_ACCESS_DENIED },
        { EPERM, ERROR_ACCESS_DENIED },   { EEXIST, ERROR_FILE_EXISTS },         { EBADF, ERROR_INVALID_HANDLE },
        { ENOSPC, ERROR_DISK_FULL },      { EPIPE, ERROR_BROKEN_PIPE },          { ENOMEM, ERROR_NOT_ENOUGH_MEMORY },
        { EAGAIN, ERROR_NO_DATA },        { EMFILE, ERROR_TOO_MANY_OPEN_FILES },
    };
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); ++i) {
        if (errors[i].posix == error) {
            SetLastError(errors[i].windows);
            return FALSE;
        }
    }
    SetLastError(ERROR_GEN_FAILURE);
    return FALSE;
}
