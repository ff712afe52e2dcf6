/* An owner holds an oplock through an overlapped handle of its own; somebody who opens the file breaks it, and is held
 * back until the owner acknowledges or closes. */
#include "oplock.h"

#include <stdio.h>
#include <winioctl.h>

#define BREAK_DEADLINE_MS 5000u

struct oplock_state {
    const WCHAR *path;
    HANDLE owner;       /* overlapped */
    OVERLAPPED request; /* of the owner; ends, with its event, when the oplock breaks */
    HANDLE opened;      /* what a held-back CreateFile got */
    HANDLE breaker;     /* thread that opens the file, where the operation is another one */
    OVERLAPPED acknowledgement;
};

static HANDLE open_file(const WCHAR *path, DWORD access, DWORD disposition, DWORD flags)
{
    DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    return subject.CreateFileW(path, access, share, NULL, disposition, flags | FILE_ATTRIBUTE_NORMAL, NULL);
}

static void close_if_open(HANDLE *handle)
{
    if (*handle && *handle != INVALID_HANDLE_VALUE)
        subject.CloseHandle(*handle);
    *handle = NULL;
}

/* Makes the file and its owner's oplock. */
static void prepare_owner(struct test_case *t, struct operation *operation)
{
    struct oplock_state *state = operation->state;
    state->path = scratch_path(t);
    state->request.hEvent = subject.CreateEventW(NULL, TRUE, FALSE, NULL);
    need(t, state->request.hEvent != NULL, "CreateEvent for an oplock");
    state->owner = open_file(state->path, GENERIC_READ | GENERIC_WRITE, CREATE_NEW, FILE_FLAG_OVERLAPPED);
    need(t, state->owner != INVALID_HANDLE_VALUE, "CreateFile of a file to get an oplock on");
    BOOL done =
        subject.DeviceIoControl(state->owner, FSCTL_REQUEST_BATCH_OPLOCK, NULL, 0, NULL, 0, NULL, &state->request);
    DWORD error = GetLastError();
    if (done || error != ERROR_IO_PENDING)
        untested(t,
                 "needs a file system with oplocks: FSCTL_REQUEST_BATCH_OPLOCK on an overlapped handle returned %d, "
                 "last error %lu",
                 done, (unsigned long)error);
}

void close_owner(struct operation *operation)
{
    struct oplock_state *state = operation->state;
    close_if_open(&state->owner);
}

DWORD acknowledge_break(struct operation *operation)
{
    struct oplock_state *state = operation->state;
    BOOL done = subject.DeviceIoControl(state->owner, FSCTL_OPLOCK_BREAK_ACKNOWLEDGE, NULL, 0, NULL, 0, NULL,
                                        &state->acknowledgement);
    return done ? 0 : GetLastError();
}

bool can_be_opened(struct operation *operation)
{
    struct oplock_state *state = operation->state;
    HANDLE again = open_file(state->path, GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING, 0);
    subject.CloseHandle(again);
    return again != INVALID_HANDLE_VALUE;
}

static bool is_broken(struct operation *operation)
{
    struct oplock_state *state = operation->state;
    return subject.WaitForSingleObject(state->request.hEvent, 0) == WAIT_OBJECT_0;
}

static bool has_succeeded(struct operation *operation, char *why, size_t why_size)
{
    if (operation->result.returned)
        return true;
    snprintf(why, why_size, "it failed with error %lu", (unsigned long)operation->result.error);
    return false;
}

/* The operation's own handles first, then the owner: whoever still waits for it goes on. */
static void close_all(struct operation *operation)
{
    struct oplock_state *state = operation->state;
    close_if_open(&operation->handle);
    close_if_open(&state->opened);
    close_if_open(&state->owner);
    if (state->breaker) {
        WaitForSingleObject(state->breaker, scaled_ms(BREAK_DEADLINE_MS));
        CloseHandle(state->breaker);
    }
    close_if_open(&state->request.hEvent);
    if (state->path)
        subject.DeleteFileW(state->path);
}

/* ---- a CreateFile held back ------------------------------------------------------------------------------------- */

static void perform_create(struct operation *operation)
{
    struct oplock_state *state = operation->state;
    state->opened = open_file(state->path, GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING, 0);
    keep_result(operation, state->opened != INVALID_HANDLE_VALUE, UNTOUCHED_COUNT);
}

const struct operation_kind oplocked_create = {
    .name = "oplocked_create",
    .is_io = true,
    .state_size = sizeof(struct oplock_state),
    .prepare = prepare_owner,
    .perform = perform_create,
    .is_pending = is_broken, /* the owner was told, because the open had to wait */
    .release = close_owner,
    .is_full = has_succeeded,
    .dispose = close_all,
};

/* ---- waiting for the end of a break ----------------------------------------------------------------------------- */

static DWORD WINAPI break_oplock(void *argument)
{
    struct oplock_state *state = argument;
    HANDLE file = open_file(state->path, GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING, 0);
    subject.CloseHandle(file);
    return 0;
}

static void start_breaker(struct operation *operation)
{
    struct oplock_state *state = operation->state;
    state->breaker = CreateThread(NULL, 0, break_oplock, state, 0, NULL);
}

static void prepare_break(struct test_case *t, struct operation *operation)
{
    struct oplock_state *state = operation->state;
    prepare_owner(t, operation);
    operation->handle =
        open_file(state->path, FILE_READ_ATTRIBUTES | SYNCHRONIZE, OPEN_EXISTING, 0); /* breaks nothing */
    need(t, operation->handle != INVALID_HANDLE_VALUE, "CreateFile beside an oplock, for attributes");
    need_signalled_handle(t, operation);
    start_breaker(operation);
    need(t, state->breaker != NULL, "CreateThread to break an oplock");
    DWORD waited = subject.WaitForSingleObject(state->request.hEvent, scaled_ms(BREAK_DEADLINE_MS));
    need(t, waited == WAIT_OBJECT_0, "the break of an oplock");
}

static void perform_notify(struct operation *operation)
{
    DWORD transferred = UNTOUCHED_COUNT;
    BOOL returned =
        subject.DeviceIoControl(operation->handle, FSCTL_OPLOCK_BREAK_NOTIFY, NULL, 0, NULL, 0, &transferred, NULL);
    keep_result(operation, returned, transferred);
}

const struct operation_kind oplock_break_notify = {
    .name = "oplock_break_notify",
    .is_io = true,
    .state_size = sizeof(struct oplock_state),
    .prepare = prepare_break,
    .perform = perform_notify,
    .is_pending = handle_is_busy,
    .release = close_owner,
    .is_full = has_succeeded,
    .dispose = close_all,
};

/* ---- a request on a synchronous handle -------------------------------------------------------------------------- */

static void prepare_request(struct test_case *t, struct operation *operation)
{
    struct oplock_state *state = operation->state;
    prepare_owner(t, operation); /* only to learn whether there are oplocks at all */
    close_if_open(&state->owner);
    operation->handle = open_file(state->path, GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING, 0);
    need(t, operation->handle != INVALID_HANDLE_VALUE, "CreateFile of a file to request an oplock on");
    need_signalled_handle(t, operation);
}

static void perform_request(struct operation *operation, DWORD code)
{
    DWORD transferred = UNTOUCHED_COUNT;
    BOOL returned = subject.DeviceIoControl(operation->handle, code, NULL, 0, NULL, 0, &transferred, NULL);
    keep_result(operation, returned, transferred);
}

static void perform_level_1(struct operation *operation)
{
    perform_request(operation, FSCTL_REQUEST_OPLOCK_LEVEL_1);
}

static void perform_batch(struct operation *operation)
{
    perform_request(operation, FSCTL_REQUEST_BATCH_OPLOCK);
}

static void perform_filter(struct operation *operation)
{
    perform_request(operation, FSCTL_REQUEST_FILTER_OPLOCK);
}

#define OPLOCK_REQUEST(kind_name, perform_it)                                                                          \
    const struct operation_kind kind_name = {                                                                          \
        .name = #kind_name,                                                                                            \
        .is_io = true,                                                                                                 \
        .state_size = sizeof(struct oplock_state),                                                                     \
        .prepare = prepare_request,                                                                                    \
        .perform = perform_it,                                                                                         \
        .is_pending = handle_is_busy,                                                                                  \
        .release = start_breaker, /* which waits until the owner, here operation->handle, is closed */                 \
        .is_full = has_succeeded,                                                                                      \
        .dispose = close_all,                                                                                          \
    }

OPLOCK_REQUEST(oplock_level_1_request, perform_level_1);
OPLOCK_REQUEST(oplock_batch_request, perform_batch);
OPLOCK_REQUEST(oplock_filter_request, perform_filter);
