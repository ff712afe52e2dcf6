/* CallNamedPipe, stopped in its first stage or in its last. */
#include "pipe_call.h"

#include "operations/pipe_ends.h"
#include "operations/read_file.h"
#include "pipe_transact.h"
#include "taken_instance.h"

#define CALL_DEADLINE_MS 2000u

static void prepare_busy(struct test_case *t, struct operation *operation)
{
    need_taken_instance(t, operation->state);
}

static void prepare_silent(struct test_case *t, struct operation *operation)
{
    struct taken_instance *instance = operation->state;
    need_taken_instance(t, instance);
    need(t, free_instance(instance), "ConnectNamedPipe on an instance that was disconnected");
}

static void perform_call(struct operation *operation)
{
    struct taken_instance *instance = operation->state;
    char request[] = REQUEST_DATA;
    DWORD transferred = UNTOUCHED_COUNT;
    BOOL returned = subject.CallNamedPipeW(instance->name, request, REQUEST_DATA_SIZE, operation->data, OPERATION_DATA,
                                           &transferred, NMPWAIT_WAIT_FOREVER);
    keep_result(operation, returned, transferred);
}

static bool has_asked(struct operation *operation)
{
    struct taken_instance *instance = operation->state;
    return bytes_available(instance->server) == REQUEST_DATA_SIZE;
}

static void answer(struct operation *operation)
{
    answer_client(operation->state, RELEASE_DATA, RELEASE_DATA_SIZE, CALL_DEADLINE_MS);
}

static void free_and_answer(struct operation *operation)
{
    if (free_instance(operation->state))
        answer(operation);
}

static void dispose_call(struct operation *operation)
{
    close_instance(operation->state);
}

#define PIPE_CALL(kind_name, prepare_it, is_pending_if, release_it)                                                    \
    const struct operation_kind kind_name = {                                                                          \
        .name = #kind_name,                                                                                            \
        .is_io = true,                                                                                                 \
        .state_size = sizeof(struct taken_instance),                                                                   \
        .prepare = prepare_it,                                                                                         \
        .perform = perform_call,                                                                                       \
        .is_pending = is_pending_if,                                                                                   \
        .release = release_it,                                                                                         \
        .is_full = read_all_data,                                                                                      \
        .dispose = dispose_call,                                                                                       \
    }

PIPE_CALL(call_named_pipe_busy, prepare_busy, NULL, free_and_answer);
PIPE_CALL(call_named_pipe_silent, prepare_silent, has_asked, answer);
