/* CSIO-CIOEX-NF-1: CancelIoEx with nothing to cancel returns zero, and the last error is ERROR_NOT_FOUND. */
#include "cancel_of_handle.h"

static void check_finds_nothing(struct test_case *t, struct call call)
{
    check_handle_refusal(t, "cancel_io_ex", DOCUMENTED, call, DOCUMENTED, ALLOW(ERROR_NOT_FOUND));
    control_cancel_io_ex(t);
}

static void nothing_ever_issued(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    check_finds_nothing(t, call_cancel_io_ex(pipe->handle, NULL));
}

TEST(nothing_ever_issued, .clause = "CSIO-CIOEX-NF-1", .tiers = DOCUMENTED, .supports = "CancelIoEx");

static void overlapped_never_used(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct overlapped_read *pending = start_overlapped_read(t, pipe);
    OVERLAPPED unused = { 0 };

    struct call call = call_cancel_io_ex(pipe->handle, &unused);

    witness_read_undisturbed(t, DOCUMENTED, "pending", pending);
    check_finds_nothing(t, call);
}

TEST(overlapped_never_used, .clause = "CSIO-CIOEX-NF-1", .tiers = DOCUMENTED, .supports = "CancelIoEx");

static void overlapped_of_another_handle(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct overlapped_read *pending = start_overlapped_read(t, make_overlapped_pipe(t));

    struct call call = call_cancel_io_ex(pipe->handle, &pending->overlapped);

    witness_read_undisturbed(t, DOCUMENTED, "pending", pending);
    check_finds_nothing(t, call);
}

TEST(overlapped_of_another_handle, .clause = "CSIO-CIOEX-NF-1", .tiers = DOCUMENTED, .supports = "CancelIoEx");

static void already_completed(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct overlapped_read *read = start_overlapped_read(t, pipe);
    need(t, write_release_data(pipe), "WriteFile to the peer of an overlapped read");
    need(t, subject.WaitForSingleObject(read->event, scaled_ms(2000)) == WAIT_OBJECT_0,
         "the end of an overlapped read");

    struct call call = call_cancel_io_ex(pipe->handle, &read->overlapped);

    check_outcome(t, DOCUMENTED, "read.outcome", outcome_of_read(read, 0, NULL, NULL), "completed");
    check_finds_nothing(t, call);
}

TEST(already_completed, .clause = "CSIO-CIOEX-NF-1", .tiers = DOCUMENTED, .supports = "CancelIoEx");
