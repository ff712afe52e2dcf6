/* CSIO-LEAK-1: a cancel leaves nothing behind. A thread that reads again and again is cancelled a thousand times. */
#include "operation.h"
#include "operations/pipe_read.h"
#include "remains.h"

#define CANCELS     1000u
#define FEW         50u /* handles that may come and go for other reasons; a leak a cancel would be twenty times that */
#define DEADLINE_MS 30000u

struct reading {
    volatile LONG cancelled;
    volatile LONG stop;
};

static void prepare_reads(struct test_case *t, struct operation *operation)
{
    anonymous_pipe_read.prepare(t, operation);
}

static void read_again_and_again(struct operation *operation)
{
    struct reading *state = operation->state;
    DWORD count = 0;
    BOOL returned = FALSE;
    while (!returned && !state->stop && state->cancelled < (LONG)CANCELS) {
        returned = subject.ReadFile(operation->handle, operation->data, OPERATION_DATA, &count, NULL);
        if (!returned && GetLastError() == ERROR_OPERATION_ABORTED)
            InterlockedIncrement(&state->cancelled);
    }
    keep_result(operation, returned, count);
}

static void stop_reading(struct operation *operation)
{
    ((struct reading *)operation->state)->stop = TRUE;
    anonymous_pipe_read.release(operation);
}

static void dispose_of_reads(struct operation *operation)
{
    anonymous_pipe_read.dispose(operation);
}

static const struct operation_kind repeated_reads = {
    .name = "repeated_reads",
    .is_io = true,
    .state_size = sizeof(struct reading),
    .prepare = prepare_reads,
    .perform = read_again_and_again,
    .is_pending = handle_is_busy,
    .release = stop_reading,
    .dispose = dispose_of_reads,
};

static void neither_handle_nor_thread(struct test_case *t)
{
    struct operation *reads = start_blocked(t, &repeated_reads);
    const struct reading *state = reads->state;
    HANDLE thread = full_handle_of(t, reads->worker);
    uint64_t deadline = now_us() + scaled_ms(DEADLINE_MS) * UINT64_C(1000);
    struct inventory *before = memory_of_case(t, sizeof(*before)), *after = memory_of_case(t, sizeof(*after));

    call_cancel_synchronous_io(t, thread); /* what the first one makes for good is no leak */
    take_inventory(before);
    unsigned handles_before = count_handles();
    while (!has_ended(reads) && now_us() < deadline)
        if (!handle_is_busy(reads) || !subject.CancelSynchronousIo(thread))
            SwitchToThread();
    unsigned handles_after = count_handles();
    take_inventory(after);

    if (state->cancelled < (LONG)CANCELS)
        unresolved(t, "of %u reads only %ld were cancelled in time", CANCELS, (long)state->cancelled);
    values_vary(t, true);
    note_count(t, "handles.before", handles_before);
    note_count(t, "handles.after", handles_after);
    values_vary(t, false);
    check_bool(t, IMPLIED, "handles.remain", handles_after > handles_before + FEW, false);
    if (before->threads_known)
        check_bool(t, IMPLIED, "threads.remain",
                   !after->threads_known || after->thread_count > before->thread_count + FEW, false);
}

TEST(neither_handle_nor_thread, .clause = "CSIO-LEAK-1", .tiers = IMPLIED, .supports = "CancelSynchronousIo",
     .isolated = true, .budget_ms = 40000);
