#include "alertable_listen.h"

#include <stdio.h>
#include <wchar.h>
#include <winternl.h>

#include "nt_pipe_read.h"
#include "probe.h"

#define SYNCHRONOUS_IO_ALERT    0x10u
#define SYNCHRONOUS_IO_NONALERT 0x20u
#define NT_FILE_CREATE          2u
#define FSCTL_LISTEN            0x110008u
#define DEFAULT_TIMEOUT         (-INT64_C(10000000)) /* of the pipe; nobody waits for it */

struct listen {
    const WCHAR *name; /* as CreateFile wants it */
    LONG status;       /* what the call returned */
    /* Not on the stack: where a user APC makes the call return, the request may still be there and write to it. */
    struct wincancel_io_status block;
};

LONG status_of_listen(const struct operation *operation)
{
    return ((const struct listen *)operation->state)->status;
}

static void prepare_listen(struct test_case *t, struct operation *operation, ULONG options)
{
    struct listen *listen = operation->state;
    need_exported(t, "NtCreateNamedPipeFile");
    listen->name = unique_pipe_name(t);
    WCHAR *native = memory_of_case(t, 200 * sizeof(*native));
    swprintf(native, 200, L"\\??\\pipe\\%ls", wcsrchr(listen->name, L'\\') + 1);
    UNICODE_STRING name = { .Length = (USHORT)(wcslen(native) * sizeof(*native)), .Buffer = native };
    name.MaximumLength = name.Length;
    OBJECT_ATTRIBUTES attributes = { .Length = sizeof(attributes),
                                     .ObjectName = &name,
                                     .Attributes = OBJ_CASE_INSENSITIVE };
    LARGE_INTEGER timeout = { .QuadPart = DEFAULT_TIMEOUT };
    struct wincancel_io_status block = { 0 };
    LONG status = subject.NtCreateNamedPipeFile(&operation->handle, GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE,
                                                &attributes, &block, FILE_SHARE_READ | FILE_SHARE_WRITE, NT_FILE_CREATE,
                                                options, 0, 0, 0, 1, 4096, 4096, &timeout);
    if (status < 0)
        unresolved(t, "NtCreateNamedPipeFile failed, status 0x%08lX", (unsigned long)(DWORD)status);
    need_signalled_handle(t, operation);
}

static void prepare_alertable(struct test_case *t, struct operation *operation)
{
    prepare_listen(t, operation, SYNCHRONOUS_IO_ALERT);
}

static void prepare_non_alertable(struct test_case *t, struct operation *operation)
{
    prepare_listen(t, operation, SYNCHRONOUS_IO_NONALERT);
}

static void perform_listen(struct operation *operation)
{
    struct listen *listen = operation->state;
    listen->block.u.status = STATUS_PRESET;
    LONG status =
        subject.NtFsControlFile(operation->handle, NULL, NULL, NULL, &listen->block, FSCTL_LISTEN, NULL, 0, NULL, 0);
    listen->status = status;
    DWORD error = status == STATUS_CANCELLED_CODE ? ERROR_OPERATION_ABORTED : (DWORD)status;
    keep_result_with_error(operation, status >= 0, UNTOUCHED_COUNT, status >= 0 ? ERROR_SUCCESS : error);
}

static void connect_client(struct operation *operation)
{
    struct listen *listen = operation->state;
    operation->peer = subject.CreateFileW(listen->name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
}

static bool is_connected(struct operation *operation, char *why, size_t why_size)
{
    if (operation->result.returned && operation->peer != INVALID_HANDLE_VALUE)
        return true;
    snprintf(why, why_size, "it ended with 0x%08lX, and the client %s", (unsigned long)operation->result.error,
             operation->peer == INVALID_HANDLE_VALUE ? "could not open the pipe" : "is there");
    return false;
}

static void close_ends(struct operation *operation)
{
    subject.CloseHandle(operation->handle);
    if (operation->peer && operation->peer != INVALID_HANDLE_VALUE)
        subject.CloseHandle(operation->peer);
}

#define LISTEN(kind_name, prepare_it)                                                                                  \
    const struct operation_kind kind_name = {                                                                          \
        .name = #kind_name,                                                                                            \
        .is_io = true,                                                                                                 \
        .state_size = sizeof(struct listen),                                                                           \
        .prepare = prepare_it,                                                                                         \
        .perform = perform_listen,                                                                                     \
        .is_pending = handle_is_busy,                                                                                  \
        .release = connect_client,                                                                                     \
        .is_full = is_connected,                                                                                       \
        .dispose = close_ends,                                                                                         \
    }

LISTEN(alertable_listen, prepare_alertable);
LISTEN(non_alertable_listen, prepare_non_alertable);
