/* ReadDirectoryChangesW on an empty directory, synchronously: blocks until a file appears in it. */
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "directory_changes.h"

#define NEW_FILE L"appears"

struct directory_state {
    const WCHAR *path;
    WCHAR file[MAX_PATH + 192];
};

static void prepare_directory(struct test_case *t, struct operation *operation)
{
    struct directory_state *state = operation->state;
    const WCHAR *path = scratch_path(t);
    DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    need(t, subject.CreateDirectoryW(path, NULL), "CreateDirectory");
    state->path = path;
    swprintf(state->file, sizeof(state->file) / sizeof(state->file[0]), L"%ls\\" NEW_FILE, path);
    operation->handle = subject.CreateFileW(path, FILE_LIST_DIRECTORY | SYNCHRONIZE, share, NULL, OPEN_EXISTING,
                                            FILE_FLAG_BACKUP_SEMANTICS, NULL);
    need(t, operation->handle != INVALID_HANDLE_VALUE, "CreateFile of a directory");
    need_signalled_handle(t, operation);
}

static void perform_wait(struct operation *operation)
{
    DWORD transferred = UNTOUCHED_COUNT;
    BOOL returned = subject.ReadDirectoryChangesW(operation->handle, operation->data, OPERATION_DATA, FALSE,
                                                  FILE_NOTIFY_CHANGE_FILE_NAME, &transferred, NULL, NULL);
    keep_result(operation, returned, transferred);
}

static void add_file(struct operation *operation)
{
    struct directory_state *state = operation->state;
    subject.CloseHandle(
        subject.CreateFileW(state->file, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL));
}

static bool was_told(struct operation *operation, char *why, size_t why_size)
{
    const struct operation_result *result = &operation->result;
    FILE_NOTIFY_INFORMATION told;
    DWORD name_size = sizeof(NEW_FILE) - sizeof(WCHAR);
    size_t name_at = offsetof(FILE_NOTIFY_INFORMATION, FileName);
    memcpy(&told, operation->data, sizeof(told));
    if (result->returned && result->transferred >= name_at + name_size && told.Action == FILE_ACTION_ADDED &&
        told.FileNameLength == name_size && !memcmp(operation->data + name_at, NEW_FILE, name_size))
        return true;
    snprintf(why, why_size, "returned %d, last error %lu, %lu bytes, action %lu: not told of the new file",
             result->returned, (unsigned long)result->error, (unsigned long)result->transferred,
             (unsigned long)told.Action);
    return false;
}

static void remove_directory(struct operation *operation)
{
    struct directory_state *state = operation->state;
    subject.CloseHandle(operation->handle);
    if (!state->path)
        return;
    subject.DeleteFileW(state->file);
    subject.RemoveDirectoryW(state->path);
}

const struct operation_kind directory_changes = {
    .name = "directory_changes",
    .is_io = true,
    .is_read = true,
    .state_size = sizeof(struct directory_state),
    .prepare = prepare_directory,
    .perform = perform_wait,
    .is_pending = handle_is_busy, /* a file that appears before the wait begins would not end it */
    .release = add_file,
    .is_full = was_told,
    .dispose = remove_directory,
};
