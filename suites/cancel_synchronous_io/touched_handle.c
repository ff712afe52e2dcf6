/* CSIO-SUBJ-TOUCH-HANDLE: other calls on the handle of a synchronous operation in flight wait behind it, until a cancel
 * ends that operation. */
#include "operations/pipe_read.h"
#include "operations/shared_handle.h"

#define LOOK_FOR_MS     1000u /* a call that does not wait has returned long before */
#define END_DEADLINE_MS 5000u

static BOOL get_file_type(HANDLE handle)
{
    return subject.GetFileType(handle) == FILE_TYPE_PIPE;
}

static BOOL peek(HANDLE handle)
{
    DWORD available;
    return subject.PeekNamedPipe(handle, NULL, 0, NULL, &available, NULL);
}

static BOOL set_state(HANDLE handle)
{
    DWORD mode = PIPE_READMODE_BYTE | PIPE_WAIT;
    return subject.SetNamedPipeHandleState(handle, &mode, NULL, NULL);
}

static BOOL close_it(HANDLE handle)
{
    return subject.CloseHandle(handle);
}

static const struct touching {
    const char *name;
    BOOL (*call)(HANDLE handle);
    enum tier tier; /* reports from Windows name the first two */
} touches[] = {
    { "GetFileType", get_file_type, OBSERVED },
    { "PeekNamedPipe", peek, OBSERVED },
    { "SetNamedPipeHandleState", set_state, CHARACTERISED },
    { "CloseHandle", close_it, CHARACTERISED },
};

static void touch_waits(struct test_case *t)
{
    const struct touching *row = VARIANT(t, struct touching);
    struct operation *read = start_blocked(t, &anonymous_pipe_read);
    struct operation *touching = prepare_operation(t, start_worker(t), &handle_touch);
    aim_touch(touching, read, row->call);
    start_operation(t, touching);

    check_bool(t, row->tier, "touch.waits", !await_end(touching, LOOK_FOR_MS), true);

    struct call cancel = cancel_until_taken(t, full_handle_of(t, read->worker), read);
    note_bool(t, "cancel.returned", cancel.returned != FALSE);
    note_error(t, "cancel.last_error", cancel.last_error);
    witness_aborted(t, row->tier, "read", read);
    check_bool(t, row->tier, "touch.ends_with_the_read", await_end(touching, END_DEADLINE_MS), true);
    note_operation(t, "touch", touching);
    if (row->call == close_it && has_ended(touching) && touching->result.returned)
        read->handle = NULL; /* the number may be somebody else's by now */
    positive_control(t, has_ended(read) ? read->worker : start_worker(t), &anonymous_pipe_read);
}

TEST(touch_waits, .clause = "CSIO-SUBJ-TOUCH-HANDLE", .variants = VARIANTS(touches, name), .tiers = OBSERVED,
     .class = WAITING, .supports = "CancelSynchronousIo", .isolated = true, .budget_ms = 12000);
