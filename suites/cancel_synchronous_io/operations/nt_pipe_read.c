#include "nt_pipe_read.h"

#include "operations/pipe_read.h"
#include "operations/read_file.h"

struct wincancel_io_status *status_of(const struct operation *operation)
{
    return operation->state;
}

static void prepare_nt_read(struct test_case *t, struct operation *operation)
{
    anonymous_pipe_read.prepare(t, operation);
    status_of(operation)->u.status = STATUS_PRESET;
    status_of(operation)->information = INFORMATION_PRESET;
}

static void perform_nt_read(struct operation *operation)
{
    struct wincancel_io_status *block = status_of(operation);
    LONG status =
        subject.NtReadFile(operation->handle, NULL, NULL, NULL, block, operation->data, OPERATION_DATA, NULL, NULL);
    /* The native layer has no last error: the status itself, except for the one that has a meaning here. */
    DWORD error = status == STATUS_CANCELLED_CODE ? ERROR_OPERATION_ABORTED : (DWORD)status;
    keep_result_with_error(operation, status >= 0, status >= 0 ? (DWORD)block->information : UNTOUCHED_COUNT,
                           status >= 0 ? ERROR_SUCCESS : error);
}

static void release_nt_read(struct operation *operation)
{
    anonymous_pipe_read.release(operation);
}

static void dispose_of_nt_read(struct operation *operation)
{
    anonymous_pipe_read.dispose(operation);
}

const struct operation_kind nt_pipe_read = {
    .name = "nt_pipe_read",
    .is_io = true,
    .is_read = true,
    .state_size = sizeof(struct wincancel_io_status),
    .prepare = prepare_nt_read,
    .perform = perform_nt_read,
    .is_pending = handle_is_busy,
    .release = release_nt_read,
    .is_full = read_all_data,
    .dispose = dispose_of_nt_read,
};
