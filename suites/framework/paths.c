#include "paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

WCHAR *wide_of(const char *utf8)
{
    int units = MultiByteToWideChar(CP_UTF8, 0, utf8, -1, NULL, 0);
    WCHAR *wide = calloc((size_t)units + 1, sizeof(*wide));
    if (!wide)
        abort();
    MultiByteToWideChar(CP_UTF8, 0, utf8, -1, wide, units);
    return wide;
}

char *utf8_of(const WCHAR *wide)
{
    int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    char *utf8 = calloc((size_t)size + 1, 1);
    if (!utf8)
        abort();
    WideCharToMultiByte(CP_UTF8, 0, wide, -1, utf8, size, NULL, NULL);
    return utf8;
}

char *read_whole_file(const WCHAR *path)
{
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    DWORD size = GetFileSize(file, NULL), read = 0;
    char *data = size < 64u << 20 ? calloc(1, (size_t)size + 1) : NULL;
    bool ok = data && ReadFile(file, data, size, &read, NULL) && read == size;
    DWORD error = GetLastError();
    CloseHandle(file);
    if (ok)
        return data;
    free(data);
    SetLastError(error);
    return NULL;
}

bool write_whole_file(const WCHAR *path, const char *data, size_t size)
{
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return false;
    DWORD written = 0;
    bool ok = WriteFile(file, data, (DWORD)size, &written, NULL) && written == size;
    DWORD error = GetLastError();
    CloseHandle(file);
    SetLastError(error);
    return ok;
}

bool make_scratch(WCHAR *path, size_t size, const char *run)
{
    WCHAR directory[MAX_PATH];
    DWORD length = GetTempPathW(MAX_PATH, directory);
    if (!length || length >= MAX_PATH)
        return false;
    CreateDirectoryW(directory, NULL); /* a bare target may have none yet */
    swprintf(path, size, L"%lswincancel-%hs", directory, run);
    return CreateDirectoryW(path, NULL);
}
