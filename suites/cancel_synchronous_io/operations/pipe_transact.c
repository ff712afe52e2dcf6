/* TransactNamedPipe to a server that says nothing. */
#include "pipe_transact.h"

#include "operations/pipe_ends.h"
#include "operations/read_file.h"

#define REQUEST_DEADLINE_MS 1000u

static void prepare_transaction(struct test_case *t, struct operation *operation)
{
    DWORD mode = PIPE_READMODE_MESSAGE | PIPE_WAIT;
    need_client_and_server(t, operation, 0, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
    need(t, subject.SetNamedPipeHandleState(operation->handle, &mode, NULL, NULL), "SetNamedPipeHandleState");
    need_signalled_handle(t, operation);
}

static void perform_transaction(struct operation *operation)
{
    char request[] = REQUEST_DATA;
    DWORD transferred = UNTOUCHED_COUNT;
    BOOL returned = subject.TransactNamedPipe(operation->handle, request, REQUEST_DATA_SIZE, operation->data,
                                              OPERATION_DATA, &transferred, NULL);
    keep_result(operation, returned, transferred);
}

/* Takes every request that lies there, that of an aborted transaction too, and answers once. */
static void answer(struct operation *operation)
{
    char request[REQUEST_DATA_SIZE];
    DWORD count;
    if (!await_bytes(operation->peer, REQUEST_DEADLINE_MS))
        return;
    while (bytes_available(operation->peer) &&
           subject.ReadFile(operation->peer, request, sizeof(request), &count, NULL))
        continue;
    subject.WriteFile(operation->peer, RELEASE_DATA, RELEASE_DATA_SIZE, &count, NULL);
}

const struct operation_kind transact_named_pipe = {
    .name = "transact_named_pipe",
    .is_io = true,
    .prepare = prepare_transaction,
    .perform = perform_transaction,
    .is_pending = handle_is_busy,
    .release = answer,
    .is_full = read_all_data,
    .dispose = close_both_ends,
};
