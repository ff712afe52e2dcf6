/* ReadFile on an empty mailslot: blocks until somebody sends a message. */
#include <wchar.h>

#include "mailslot_read.h"
#include "operations/pipe_ends.h"
#include "operations/read_file.h"

static void prepare_mailslot(struct test_case *t, struct operation *operation)
{
    WCHAR name[192];
    swprintf(name, sizeof(name) / sizeof(name[0]), L"\\\\.\\mailslot\\%ls", unique_name(t));
    operation->handle = subject.CreateMailslotW(name, 0, MAILSLOT_WAIT_FOREVER, NULL);
    need(t, operation->handle != INVALID_HANDLE_VALUE, "CreateMailslot");
    operation->peer =
        subject.CreateFileW(name, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    need(t, operation->peer != INVALID_HANDLE_VALUE, "CreateFile of a mailslot");
}

const struct operation_kind mailslot_read = {
    .name = "mailslot_read",
    .is_io = true,
    .is_read = true,
    .prepare = prepare_mailslot,
    .perform = read_into_data,
    .release = write_to_peer,
    .is_full = read_all_data,
    .dispose = close_both_ends,
};
