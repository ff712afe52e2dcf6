#include "two_reads.h"

#include "operations/pipe_ends.h"
#include "operations/read_file.h"

static void prepare_two_reads(struct test_case *t, struct operation *operation)
{
    struct two_reads *state = operation->state;
    InitializeCriticalSection(&state->lock);
    need_anonymous(t, &state->first_end, &state->first_peer);
    need_anonymous(t, &operation->handle, &operation->peer);
    need_signalled_handle(t, operation);
}

static void set_may_cancel(struct two_reads *state, bool may_cancel)
{
    EnterCriticalSection(&state->lock);
    state->may_cancel = may_cancel;
    LeaveCriticalSection(&state->lock);
}

static void perform_two_reads(struct operation *operation)
{
    struct two_reads *state = operation->state;
    DWORD transferred = UNTOUCHED_COUNT;
    set_may_cancel(state, true);
    state->first.returned =
        subject.ReadFile(state->first_end, state->first_data, OPERATION_DATA, &transferred, NULL) != FALSE;
    state->first.error = GetLastError();
    state->first.transferred = transferred;
    set_may_cancel(state, false);

    SetLastError(SENTINEL_ERROR);
    read_into_data(operation);
}

void complete_first(struct operation *operation)
{
    struct two_reads *state = operation->state;
    DWORD written;
    subject.WriteFile(state->first_peer, RELEASE_DATA, RELEASE_DATA_SIZE, &written, NULL);
}

void complete_second(struct operation *operation)
{
    write_to_peer(operation);
}

static void complete_both(struct operation *operation)
{
    complete_first(operation);
    complete_second(operation);
}

static void close_all_ends(struct operation *operation)
{
    struct two_reads *state = operation->state;
    close_both_ends(operation);
    close_end(&state->first_end);
    close_end(&state->first_peer);
    DeleteCriticalSection(&state->lock);
}

const struct operation_kind two_reads = {
    .name = "two_reads",
    .is_io = true,
    .state_size = sizeof(struct two_reads),
    .prepare = prepare_two_reads,
    .perform = perform_two_reads,
    .is_pending = handle_is_busy,
    .release = complete_both,
    .is_full = read_all_data,
    .dispose = close_all_ends,
};
