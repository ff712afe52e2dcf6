/* LockFileEx on a range that another handle of the same process has locked: waits until that one is unlocked. A lock
 * leaves no mark that another thread could see while it waits, so there is no gate. */
#include <stdio.h>

#include "file_lock.h"

#define RANGE_SIZE 16u

struct lock_state {
    const WCHAR *path;
};

static HANDLE open_file(const WCHAR *path, DWORD disposition)
{
    DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    return subject.CreateFileW(path, GENERIC_READ | GENERIC_WRITE, share, NULL, disposition, FILE_ATTRIBUTE_NORMAL,
                               NULL);
}

static BOOL lock(HANDLE file, DWORD flags)
{
    OVERLAPPED where = { 0 };
    return subject.LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | flags, 0, RANGE_SIZE, 0, &where);
}

static BOOL unlock(HANDLE file)
{
    OVERLAPPED where = { 0 };
    return subject.UnlockFileEx(file, 0, RANGE_SIZE, 0, &where);
}

static void prepare_lock(struct test_case *t, struct operation *operation)
{
    struct lock_state *state = operation->state;
    state->path = scratch_path(t);
    operation->peer = open_file(state->path, CREATE_NEW);
    need(t, operation->peer != INVALID_HANDLE_VALUE, "CreateFile of a file to lock");
    operation->handle = open_file(state->path, OPEN_EXISTING);
    need(t, operation->handle != INVALID_HANDLE_VALUE, "a second CreateFile of a file to lock");
    need(t, lock(operation->peer, LOCKFILE_FAIL_IMMEDIATELY), "LockFileEx of a free range");
}

static void perform_lock(struct operation *operation)
{
    BOOL returned = lock(operation->handle, 0);
    keep_result(operation, returned, UNTOUCHED_COUNT);
}

void unlock_peer(struct operation *operation)
{
    unlock(operation->peer);
}

bool range_is_free(struct operation *operation)
{
    struct lock_state *state = operation->state;
    HANDLE third = open_file(state->path, OPEN_EXISTING);
    bool is_free = third != INVALID_HANDLE_VALUE && lock(third, LOCKFILE_FAIL_IMMEDIATELY) && unlock(third);
    subject.CloseHandle(third);
    return is_free;
}

static bool holds_range(struct operation *operation, char *why, size_t why_size)
{
    if (!operation->result.returned)
        snprintf(why, why_size, "it failed with error %lu instead of getting the lock",
                 (unsigned long)operation->result.error);
    else if (range_is_free(operation))
        snprintf(why, why_size, "it returned TRUE, but a third handle could lock the range");
    else
        return true;
    return false;
}

static void close_file(struct operation *operation)
{
    struct lock_state *state = operation->state;
    subject.CloseHandle(operation->handle);
    subject.CloseHandle(operation->peer);
    if (state->path)
        subject.DeleteFileW(state->path);
}

const struct operation_kind contended_file_lock = {
    .name = "contended_file_lock",
    .is_io = true,
    .state_size = sizeof(struct lock_state),
    .prepare = prepare_lock,
    .perform = perform_lock,
    .release = unlock_peer,
    .is_full = holds_range,
    .dispose = close_file,
};
