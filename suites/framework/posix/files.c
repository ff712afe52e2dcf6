/* Files of the plumbing: what paths.c and the recorder need. */
#include "handles.h" /* first: windows.h has names that <fcntl.h> makes macros of */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "paths.h"

static int flags_of(DWORD access, DWORD disposition)
{
    int flags = O_CLOEXEC | O_NOCTTY;
    if (access & GENERIC_WRITE)
        flags |= (access & GENERIC_READ) ? O_RDWR : O_WRONLY;
    if (disposition == CREATE_NEW)
        flags |= O_CREAT | O_EXCL;
    else if (disposition == CREATE_ALWAYS)
        flags |= O_CREAT | O_TRUNC;
    return flags;
}

HANDLE WINAPI CreateFileW(const WCHAR *name, DWORD access, DWORD share, SECURITY_ATTRIBUTES *security,
                          DWORD disposition, DWORD flags, HANDLE template_file)
{
    (void)share;
    (void)security;
    (void)flags;
    (void)template_file;
    char *path = utf8_of(name);
    int file = open(path, flags_of(access, disposition), 0666);
    int error = errno;
    free(path);
    if (file < 0) {
        posix_failed(error);
        return INVALID_HANDLE_VALUE;
    }
    return posix_handle(POSIX_FILE, file);
}

BOOL WINAPI ReadFile(HANDLE file, void *data, DWORD size, DWORD *transferred, OVERLAPPED *overlapped)
{
    (void)overlapped;
    DWORD total = 0;
    while (total < size) {
        ssize_t got = read(posix_descriptor(file), (char *)data + total, size - total);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return posix_failed(errno);
        if (!got)
            break;
        total += (DWORD)got;
    }
    *transferred = total;
    return TRUE;
}

BOOL WINAPI WriteFile(HANDLE file, const void *data, DWORD size, DWORD *transferred, OVERLAPPED *overlapped)
{
    (void)overlapped;
    ssize_t put;
    do
        put = write(posix_descriptor(file), data, size);
    while (put < 0 && errno == EINTR);
    *transferred = put > 0 ? (DWORD)put : 0;
    return put < 0 ? posix_failed(errno) : TRUE;
}

DWORD WINAPI GetFileSize(HANDLE file, DWORD *high)
{
    struct stat about;
    (void)high;
    if (fstat(posix_descriptor(file), &about)) {
        posix_failed(errno);
        return INVALID_FILE_SIZE;
    }
    return about.st_size < INT_MAX ? (DWORD)about.st_size : INVALID_FILE_SIZE;
}

BOOL WINAPI CloseHandle(HANDLE object)
{
    if (posix_kind_of(object) == POSIX_NONE) {
        SetLastError(ERROR_INVALID_HANDLE);
        return FALSE;
    }
    return close(posix_descriptor(object)) ? posix_failed(errno) : TRUE;
}

BOOL WINAPI CreateDirectoryW(const WCHAR *name, SECURITY_ATTRIBUTES *security)
{
    (void)security;
    char *path = utf8_of(name);
    int error = mkdir(path, 0700) ? errno : 0;
    free(path);
    return error ? posix_failed(error) : TRUE;
}

BOOL WINAPI DeleteFileW(const WCHAR *name)
{
    char *path = utf8_of(name);
    int error = unlink(path) ? errno : 0;
    free(path);
    return error ? posix_failed(error) : TRUE;
}

DWORD WINAPI GetFullPathNameW(const WCHAR *name, DWORD size, WCHAR *full, WCHAR **file_part)
{
    (void)file_part;
    char *path = utf8_of(name), *resolved = realpath(path, NULL);
    free(path);
    if (!resolved) {
        posix_failed(errno);
        return 0;
    }
    WCHAR *wide = wide_of(resolved);
    free(resolved);
    DWORD length = 0;
    while (wide[length])
        ++length;
    for (DWORD i = 0; length < size && i <= length; ++i)
        full[i] = wide[i];
    free(wide);
    return length;
}

DWORD WINAPI GetTempPathW(DWORD size, WCHAR *path)
{
    const char *directory = getenv("TMPDIR");
    directory = directory && *directory ? directory : "/tmp";
    DWORD length = 0;
    WCHAR *wide = wide_of(directory);
    while (wide[length])
        ++length;
    if (length + 2 <= size) {
        for (DWORD i = 0; i < length; ++i)
            path[i] = wide[i];
        path[length] = L'/';
        path[length + 1] = 0;
    }
    free(wide);
    return length + 1;
}
