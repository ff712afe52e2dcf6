/* On Windows a synchronous handle serves one call at a time, so these wait for the one in flight; elsewhere they may
 * run beside it. */
#include "shared_handle.h"

#include "operations/read_file.h"

struct touch_state {
    BOOL (*call)(HANDLE handle);
};

void share_handle_of(struct operation *second, const struct operation *first)
{
    second->handle = first->handle;
    second->peer = first->peer;
}

void aim_touch(struct operation *touching, const struct operation *first, BOOL (*call)(HANDLE handle))
{
    struct touch_state *state = touching->state;
    share_handle_of(touching, first);
    state->call = call;
}

static void perform_touch(struct operation *operation)
{
    struct touch_state *state = operation->state;
    BOOL returned = state->call(operation->handle);
    keep_result(operation, returned, UNTOUCHED_COUNT);
}

const struct operation_kind second_read = {
    .name = "second_read",
    .is_io = true,
    .is_read = true,
    .perform = read_into_data,
    .release = write_to_peer,
    .is_full = read_all_data,
};

const struct operation_kind handle_touch = {
    .name = "handle_touch",
    .state_size = sizeof(struct touch_state),
    .perform = perform_touch,
};
