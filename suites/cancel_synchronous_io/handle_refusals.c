/* CSIO-CIO-RET-1: CancelIo that fails returns zero and sets the last error. */
#include "cancel_of_handle.h"
#include "handles.h"

static HANDLE garbage(struct test_case *t)
{
    (void)t;
    return (HANDLE)(ULONG_PTR)0xdeadbeefu;
}

static HANDLE null(struct test_case *t)
{
    (void)t;
    return NULL;
}

static const struct bad_handle {
    const char *name;
    HANDLE (*make)(struct test_case *t);
    enum tier fails; /* that it fails: nobody says so of a handle that is merely no file's */
} bad_handles[] = {
    { "GARBAGE", garbage, IMPLIED },
    { "NULL", null, IMPLIED },
    { "CLOSED", make_closed_handle, IMPLIED },
    { "EVENT", make_event_handle, CHARACTERISED },
};

static void cancel_io_fails(struct test_case *t)
{
    const struct bad_handle *row = VARIANT(t, struct bad_handle);
    check_handle_failure(t, "cancel_io", row->fails, call_cancel_io(row->make(t)));
    control_cancel_io(t);
}

TEST(cancel_io_fails, .clause = "CSIO-CIO-RET-1", .variants = VARIANTS(bad_handles, name),
     .tiers = DOCUMENTED | IMPLIED, .supports = "CancelIo");

/* CSIO-CIOEX-RET-1: the same of CancelIoEx; and it returns non-zero once it has asked for a cancel. */
static void cancel_io_ex_fails(struct test_case *t)
{
    const struct bad_handle *row = VARIANT(t, struct bad_handle);
    check_handle_failure(t, "cancel_io_ex", row->fails, call_cancel_io_ex(row->make(t), NULL));
    control_cancel_io_ex(t);
}

TEST(cancel_io_ex_fails, .clause = "CSIO-CIOEX-RET-1", .variants = VARIANTS(bad_handles, name),
     .tiers = DOCUMENTED | IMPLIED, .supports = "CancelIoEx");

static void cancel_io_ex_succeeds(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct overlapped_read *read = start_overlapped_read(t, pipe);

    if (!check_handle_call(t, "cancel_io_ex", DOCUMENTED, call_cancel_io_ex(pipe->handle, NULL)))
        return;

    witness_read_aborted(t, DOCUMENTED, "read", read);
}

TEST(cancel_io_ex_succeeds, .clause = "CSIO-CIOEX-RET-1", .tiers = DOCUMENTED, .supports = "CancelIoEx");
