/* CSIO-NT-1: NtCancelSynchronousIoFile fills the status block it is given, whether it found something or not. */
#include "native_cancel.h"
#include "operations/pipe_read.h"

static void filled_when_found(struct test_case *t)
{
    struct operation *read = start_blocked(t, &anonymous_pipe_read);

    struct native_call cancel = native_cancel_until_taken(full_handle_of(t, read->worker), NULL, read);

    check_ntstatus(t, OBSERVED, "cancel.status", cancel.status, ALLOW(0));
    check_block(t, OBSERVED, "cancel", cancel);
    note_elapsed(t, "cancel.elapsed", cancel.elapsed_us);
    note_attempts(t, "cancel.attempts", cancel.attempts);
    if (!cancel.status)
        witness_aborted(t, OBSERVED, "read", read);
}

TEST(filled_when_found, .clause = "CSIO-NT-1", .tiers = OBSERVED, .supports = "NtCancelSynchronousIoFile");

static void filled_when_not_found(struct test_case *t)
{
    struct worker *idle = start_worker(t);

    struct native_call cancel = call_native_cancel(full_handle_of(t, idle), NULL);

    check_ntstatus(t, OBSERVED, "cancel.status", cancel.status, ALLOW(0xC0000225));
    check_block(t, OBSERVED, "cancel", cancel);
    control_native_cancel(t, idle);
}

TEST(filled_when_not_found, .clause = "CSIO-NT-1", .tiers = OBSERVED, .supports = "NtCancelSynchronousIoFile");

/* CSIO-NT-2: a status block that is missing or cannot be written is an access violation. On Windows that was seen with
 * nothing to cancel; what it does to a blocked thread is not known. */
#define ACCESS_VIOLATION 0xC0000005u

static const struct unwritable {
    const char *name;
    DWORD protection; /* 0: no block at all */
    bool blocked;
} blocks[] = {
    { "NULL_IDLE", 0, false },
    { "PAGE_READONLY_IDLE", PAGE_READONLY, false },
    { "PAGE_NOACCESS_IDLE", PAGE_NOACCESS, false },
    { "NULL_BLOCKED", 0, true },
    { "PAGE_READONLY_BLOCKED", PAGE_READONLY, true },
    { "PAGE_NOACCESS_BLOCKED", PAGE_NOACCESS, true },
};

static void free_page(void *page)
{
    VirtualFree(page, 0, MEM_RELEASE);
}

static struct wincancel_io_status *unwritable_block(struct test_case *t, DWORD protection)
{
    if (!protection)
        return NULL;
    void *page = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, protection);
    need(t, page != NULL, "VirtualAlloc");
    after_case(t, free_page, page);
    return page;
}

static void unwritable_block_is_refused(struct test_case *t)
{
    const struct unwritable *row = VARIANT(t, struct unwritable);
    struct worker *worker = start_worker(t);
    struct operation *read = row->blocked ? start_blocked_on(t, worker, &anonymous_pipe_read) : NULL;

    LONG status =
        subject.NtCancelSynchronousIoFile(full_handle_of(t, worker), NULL, unwritable_block(t, row->protection));

    check_ntstatus(t, read ? CHARACTERISED : OBSERVED, "cancel.status", status, ALLOW(ACCESS_VIOLATION));
    if (read) {
        release_operation(t, read);
        note_operation(t, "read", read);
    }
    control_native_cancel(t, worker);
}

TEST(unwritable_block_is_refused, .clause = "CSIO-NT-2", .variants = VARIANTS(blocks, name), .tiers = OBSERVED,
     .supports = "NtCancelSynchronousIoFile", .isolated = true, .budget_ms = 10000);
