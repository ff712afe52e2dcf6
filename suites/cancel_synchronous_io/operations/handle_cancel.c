#include "handle_cancel.h"

static void perform_cancel_io(struct operation *operation)
{
    BOOL returned = subject.CancelIo(operation->handle);
    keep_result(operation, returned, UNTOUCHED_COUNT);
}

static void perform_cancel_io_ex(struct operation *operation)
{
    BOOL returned = subject.CancelIoEx(operation->handle, NULL);
    keep_result(operation, returned, UNTOUCHED_COUNT);
}

const struct operation_kind cancel_io_call = { .name = "cancel_io_call", .perform = perform_cancel_io };
const struct operation_kind cancel_io_ex_call = { .name = "cancel_io_ex_call", .perform = perform_cancel_io_ex };

struct operation *start_handle_cancel(struct test_case *t, struct worker *worker, const struct operation_kind *kind,
                                      HANDLE handle)
{
    struct operation *call = prepare_operation(t, worker, kind);
    call->handle = handle;
    start_operation(t, call);
    return call;
}
