/* CSIO-CIO-NOTIFY-1: what CancelIo cancels ends with ERROR_OPERATION_ABORTED, and its end is told in the usual way. */
#include "cancel_of_handle.h"
#include "completion_port.h"

static void event_is_signalled(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct overlapped_read *read = start_overlapped_read(t, pipe);

    if (!check_handle_call(t, "cancel_io", DOCUMENTED, call_cancel_io(pipe->handle)))
        return;

    witness_read_aborted(t, DOCUMENTED, "read", read); /* it waits for the event, and for nothing else */
}

TEST(event_is_signalled, .clause = "CSIO-CIO-NOTIFY-1", .tiers = DOCUMENTED, .supports = "CancelIo");

static void packet_is_queued(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    HANDLE port = make_port_of(t, pipe->handle);
    struct overlapped_read *read = start_overlapped_read(t, pipe);

    if (!check_handle_call(t, "cancel_io", DOCUMENTED, call_cancel_io(pipe->handle)))
        return;

    check_packet(t, DOCUMENTED, "packet", next_packet(t, port), &read->overlapped, ERROR_OPERATION_ABORTED);
    witness_read_aborted(t, DOCUMENTED, "read", read);
    check_no_packet(t, IMPLIED, "second_packet", port);
}

TEST(packet_is_queued, .clause = "CSIO-CIO-NOTIFY-1", .tiers = DOCUMENTED | IMPLIED, .supports = "CancelIo");
