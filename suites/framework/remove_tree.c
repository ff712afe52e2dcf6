#include <stdio.h>
#include <wchar.h>

#include "paths.h"

void remove_tree(const WCHAR *path)
{
    WCHAR pattern[MAX_PATH * 2];
    WIN32_FIND_DATAW found;
    swprintf(pattern, MAX_PATH * 2, L"%ls\\*", path);
    HANDLE search = FindFirstFileW(pattern, &found);
    if (search != INVALID_HANDLE_VALUE) {
        do {
            if (!wcscmp(found.cFileName, L".") || !wcscmp(found.cFileName, L".."))
                continue;
            swprintf(pattern, MAX_PATH * 2, L"%ls\\%ls", path, found.cFileName);
            if (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
                remove_tree(pattern);
            else
                DeleteFileW(pattern);
        } while (FindNextFileW(search, &found));
        FindClose(search);
    }
    RemoveDirectoryW(path);
}
