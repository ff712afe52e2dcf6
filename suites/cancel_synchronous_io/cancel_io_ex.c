/* CSIO-CIOEX-ALL-1: CancelIoEx without an OVERLAPPED cancels everything that is pending on the handle, whichever thread
 * of the process issued it. */
#include "cancel_of_handle.h"
#include "completion_port.h"

static void everything_on_the_handle(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct overlapped_read *first = start_overlapped_read_on(t, start_worker(t), pipe);
    struct overlapped_read *own = start_overlapped_read(t, pipe);
    struct overlapped_read *last = start_overlapped_read_on(t, start_worker(t), pipe);
    struct overlapped_read *elsewhere = start_overlapped_read(t, make_overlapped_pipe(t));

    if (!check_handle_call(t, "cancel_io_ex", DOCUMENTED, call_cancel_io_ex(pipe->handle, NULL)))
        return;

    witness_read_aborted(t, DOCUMENTED, "of_one_thread", first);
    witness_read_aborted(t, DOCUMENTED, "own", own);
    witness_read_aborted(t, DOCUMENTED, "of_another_thread", last);
    witness_read_undisturbed(t, DOCUMENTED, "other_handle", elsewhere);
}

TEST(everything_on_the_handle, .clause = "CSIO-CIOEX-ALL-1", .tiers = DOCUMENTED, .supports = "CancelIoEx");

/* CSIO-CIOEX-ONE-1: with an OVERLAPPED it cancels what was issued with that, and nothing else. */
#define READS 3
static const struct place {
    const char *name;
    unsigned victim;
} places[] = {
    { "FIRST", 0 },
    { "MIDDLE", 1 },
    { "LAST", 2 },
};

static void only_that_one(struct test_case *t)
{
    static const char *const names[READS] = { "first", "middle", "last" };
    unsigned victim = VARIANT(t, struct place)->victim;
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct overlapped_read *reads[READS];
    reads[0] = start_overlapped_read(t, pipe);
    reads[1] = start_overlapped_read_on(t, start_worker(t), pipe);
    reads[2] = start_overlapped_read(t, pipe);

    if (!check_handle_call(t, "cancel_io_ex", DOCUMENTED, call_cancel_io_ex(pipe->handle, &reads[victim]->overlapped)))
        return;

    witness_read_aborted(t, DOCUMENTED, names[victim], reads[victim]);
    for (unsigned i = 0; i < READS; ++i)
        if (i != victim)
            witness_read_undisturbed(t, DOCUMENTED, names[i], reads[i]);
}

TEST(only_that_one, .clause = "CSIO-CIOEX-ONE-1", .variants = VARIANTS(places, name), .tiers = DOCUMENTED,
     .supports = "CancelIoEx");

/* CSIO-CIOEX-TWICE-1: a second call finds nothing any more, though the result of the first was not fetched. */
static void second_finds_nothing(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    struct overlapped_read *read = start_overlapped_read(t, pipe);

    if (!check_handle_call(t, "first", DOCUMENTED, call_cancel_io_ex(pipe->handle, &read->overlapped)))
        return;
    check_handle_refusal(t, "second", OBSERVED, call_cancel_io_ex(pipe->handle, &read->overlapped), OBSERVED,
                         ALLOW(ERROR_NOT_FOUND));

    witness_read_aborted(t, DOCUMENTED, "read", read);
}

TEST(second_finds_nothing, .clause = "CSIO-CIOEX-TWICE-1", .tiers = DOCUMENTED | OBSERVED, .supports = "CancelIoEx");

/* CSIO-CIOEX-PACKET-1: the operation that it cancels queues its packet to the port of the handle, once. */
static void cancelled_read_queues_a_packet(struct test_case *t)
{
    struct overlapped_pipe *pipe = make_overlapped_pipe(t);
    HANDLE port = make_port_of(t, pipe->handle);
    struct overlapped_read *read = start_overlapped_read(t, pipe);

    if (!check_handle_call(t, "cancel_io_ex", DOCUMENTED, call_cancel_io_ex(pipe->handle, &read->overlapped)))
        return;

    check_packet(t, DOCUMENTED, "packet", next_packet(t, port), &read->overlapped, ERROR_OPERATION_ABORTED);
    check_no_packet(t, IMPLIED, "second_packet", port);
    witness_read_aborted(t, DOCUMENTED, "read", read);
}

TEST(cancelled_read_queues_a_packet, .clause = "CSIO-CIOEX-PACKET-1", .tiers = DOCUMENTED | IMPLIED,
     .supports = "CancelIoEx");
