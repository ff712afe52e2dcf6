/* ReadFile on an empty Unix fifo that is opened as a file: blocks until somebody writes to it. What a program gets as
 * standard input from a Unix parent is the same kind of thing; it is not inherited here, because then one fifo would
 * serve every child. */
#include "fifo_read.h"
#include "pipe_read.h"

static HANDLE open_fifo(const WCHAR *path, DWORD access)
{
    return subject.CreateFileW(path, access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
}

static void prepare_fifo(struct test_case *t, struct operation *operation)
{
    const WCHAR *path = need_data(t, "fifo");
    operation->handle = open_fifo(path, GENERIC_READ);
    need(t, operation->handle != INVALID_HANDLE_VALUE, "CreateFile of the fifo");
    if (subject.GetFileType(operation->handle) != FILE_TYPE_PIPE)
        untested(t, "what --data fifo=PATH names is no fifo: its file type is %lu",
                 subject.GetFileType(operation->handle));
    operation->peer = open_fifo(path, GENERIC_WRITE);
    need(t, operation->peer != INVALID_HANDLE_VALUE, "CreateFile of the fifo, to write");
}

static void perform_read(struct operation *operation)
{
    DWORD transferred = UNTOUCHED_COUNT;
    BOOL returned = subject.ReadFile(operation->handle, operation->data, OPERATION_DATA, &transferred, NULL);
    keep_result(operation, returned, transferred);
}

static void write_data(struct operation *operation)
{
    DWORD written;
    subject.WriteFile(operation->peer, RELEASE_DATA, RELEASE_DATA_SIZE, &written, NULL);
}

static void close_both(struct operation *operation)
{
    subject.CloseHandle(operation->handle);
    subject.CloseHandle(operation->peer);
}

const struct operation_kind fifo_read = {
    .name = "fifo_read",
    .is_io = true,
    .is_read = true,
    .prepare = prepare_fifo,
    .perform = perform_read,
    .release = write_data,
    .is_full = read_all_data,
    .dispose = close_both,
};
