/* CSIO-NT-3: a status block given as a filter must be that of the blocked call, or nothing is found.
 * 32-bit programs on a 64-bit Windows are excused: there the filter was seen to find nothing, or to fault. */
#include "native_cancel.h"

#define SUCCESS          0u
#define NOT_FOUND        0xC0000225u
#define ACCESS_VIOLATION 0xC0000005u
#define IS_32_BIT        (sizeof(void *) == 4)

static void own_block_finds_it(struct test_case *t)
{
    struct operation *read = start_blocked(t, &nt_pipe_read);

    struct native_call cancel = native_cancel_until_taken(full_handle_of(t, read->worker), status_of(read), read);

    if (IS_32_BIT)
        check_ntstatus(t, OBSERVED, "cancel.status", cancel.status, ALLOW(SUCCESS, NOT_FOUND, ACCESS_VIOLATION));
    else
        check_ntstatus(t, OBSERVED, "cancel.status", cancel.status, ALLOW(SUCCESS));
    note_attempts(t, "cancel.attempts", cancel.attempts);
    if (!cancel.status)
        witness_aborted(t, OBSERVED, "read", read);
    else
        witness_undisturbed(t, OBSERVED, "read", read);
    control_native_cancel(t, read->worker);
}

TEST(own_block_finds_it, .clause = "CSIO-NT-3", .tiers = OBSERVED, .supports = "NtCancelSynchronousIoFile");

static const struct filter {
    const char *name;
    bool of_another_thread;
} filters[] = {
    { "OF_NO_CALL", false },
    { "OF_ANOTHER_THREAD", true },
};

static void other_block_finds_nothing(struct test_case *t)
{
    struct operation *read = start_blocked(t, &nt_pipe_read);
    struct operation *other = VARIANT(t, struct filter)->of_another_thread ? start_blocked(t, &nt_pipe_read) : NULL;
    struct wincancel_io_status *unused = memory_of_case(t, sizeof(*unused));

    struct native_call cancel = call_native_cancel(full_handle_of(t, read->worker), other ? status_of(other) : unused);

    if (IS_32_BIT)
        check_ntstatus(t, OBSERVED, "cancel.status", cancel.status, ALLOW(NOT_FOUND, ACCESS_VIOLATION));
    else
        check_ntstatus(t, OBSERVED, "cancel.status", cancel.status, ALLOW(NOT_FOUND));
    witness_undisturbed(t, OBSERVED, "read", read);
    if (other)
        witness_undisturbed(t, OBSERVED, "other", other);
    control_native_cancel(t, read->worker);
}

TEST(other_block_finds_nothing, .clause = "CSIO-NT-3", .variants = VARIANTS(filters, name), .tiers = OBSERVED,
     .supports = "NtCancelSynchronousIoFile");

/* CSIO-NT-4: the status block of the call that was cancelled is untouched, or tells of the cancel. */
static const char *state_of(const struct wincancel_io_status *block)
{
    if (block->u.status == STATUS_PRESET && block->information == INFORMATION_PRESET)
        return "untouched";
    if (block->u.status == STATUS_CANCELLED_CODE && !block->information)
        return "cancelled";
    return "other";
}

static void block_of_cancelled_call(struct test_case *t)
{
    struct operation *read = start_blocked(t, &nt_pipe_read);

    struct native_call cancel = native_cancel_until_taken(full_handle_of(t, read->worker), NULL, read);

    check_ntstatus(t, OBSERVED, "cancel.status", cancel.status, ALLOW(SUCCESS));
    if (cancel.status || !witness_aborted(t, OBSERVED, "read", read))
        return;
    check_outcome(t, OBSERVED, "block", state_of(status_of(read)), "untouched|cancelled");
    note_ntstatus(t, "block.status", status_of(read)->u.status);
    note_count(t, "block.information", status_of(read)->information);
}

TEST(block_of_cancelled_call, .clause = "CSIO-NT-4", .tiers = OBSERVED, .supports = "NtCancelSynchronousIoFile");
