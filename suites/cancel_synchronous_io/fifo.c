/* CSIO-SUBJ-FIFO-STDIN: whether Wine can cancel a read of a Unix fifo. There is no such thing on Windows, so
 * a refusal is only recorded; but a cancel that was taken ends the read as the page says.
 *
 * The fifo is one for all, so the case runs alone, and tries for a shorter time than others do. */
#include "operations/fifo_read.h"
#include "operations/pipe_read.h"

#define TRY_FOR_MS 250u

static struct call cancel_for_a_while(struct test_case *t, struct operation *read)
{
    HANDLE thread = full_handle_of(t, read->worker);
    uint64_t deadline = now_us() + scaled_ms(TRY_FOR_MS) * UINT64_C(1000);
    struct call call;
    do
        call = call_cancel_synchronous_io(t, thread);
    while (!call.returned && call.last_error == ERROR_NOT_FOUND && now_us() < deadline && !await_end(read, 1));
    return call;
}

static void fifo_read_is_recorded(struct test_case *t)
{
    struct operation *read = start_blocked(t, &fifo_read);

    struct call cancel = cancel_for_a_while(t, read);

    note_bool(t, "cancel.returned", cancel.returned != FALSE);
    note_error(t, "cancel.last_error", cancel.last_error);
    if (!cancel.returned) {
        witness_undisturbed(t, CHARACTERISED, "read", read);
    } else {
        witness_aborted(t, DOCUMENTED, "read", read);
    }
    positive_control(t, read->worker, &anonymous_pipe_read);
}

TEST(fifo_read_is_recorded, .clause = "CSIO-SUBJ-FIFO-STDIN", .tiers = DOCUMENTED, .class = EXCLUSIVE,
     .supports = "CancelSynchronousIo", .needs = "data:fifo");
