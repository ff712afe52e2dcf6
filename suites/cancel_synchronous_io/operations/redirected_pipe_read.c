/* The loopback address as the server's name makes the system go through its redirector, to its own server service, to
 * a pipe that "\\.\pipe\" would have reached directly. The case is UNTESTED where that does not work. */
#include <wchar.h>

#include "operations/pipe_ends.h"
#include "operations/read_file.h"
#include "redirected_pipe_read.h"

static void prepare_ends(struct test_case *t, struct operation *operation)
{
    WCHAR redirected[192];
    const WCHAR *name = unique_pipe_name(t);
    swprintf(redirected, sizeof(redirected) / sizeof(redirected[0]), L"\\\\127.0.0.1\\%ls", name + wcslen(L"\\\\.\\"));
    operation->peer = subject.CreateNamedPipeW(name, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE | PIPE_WAIT, 1, PIPE_QUOTA,
                                               PIPE_QUOTA, 0, NULL);
    need(t, operation->peer != INVALID_HANDLE_VALUE, "CreateNamedPipe");
    operation->handle = subject.CreateFileW(redirected, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    if (operation->handle == INVALID_HANDLE_VALUE)
        untested(t, "needs a redirector and a server of this machine: opening %ls failed, last error %lu", redirected,
                 (unsigned long)GetLastError());
    need_signalled_handle(t, operation);
}

const struct operation_kind redirected_pipe_read = {
    .name = "redirected_pipe_read",
    .is_io = true,
    .is_read = true,
    .prepare = prepare_ends,
    .perform = read_into_data,
    .is_pending = handle_is_busy,
    .release = write_to_peer,
    .is_full = read_all_data,
    .dispose = close_both_ends,
};
