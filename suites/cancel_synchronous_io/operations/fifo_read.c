/* ReadFile on an empty Unix fifo that is opened as a file: blocks until somebody writes to it. What a program gets as
 * standard input from a Unix parent is the same kind of thing; it is not inherited here, because then one fifo would
 * serve every child. */
#include "fifo_read.h"
#include "operations/pipe_ends.h"
#include "operations/read_file.h"

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
                 (unsigned long)subject.GetFileType(operation->handle));
    operation->peer = open_fifo(path, GENERIC_WRITE);
    need(t, operation->peer != INVALID_HANDLE_VALUE, "CreateFile of the fifo, to write");
}

const struct operation_kind fifo_read = {
    .name = "fifo_read",
    .is_io = true,
    .is_read = true,
    .prepare = prepare_fifo,
    .perform = read_into_data,
    .release = write_to_peer,
    .is_full = read_all_data,
    .dispose = close_both_ends,
};
