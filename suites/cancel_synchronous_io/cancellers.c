/* CSIO-CALLER-1: any thread of the process may cancel, not only the one that created the blocked thread. */
#include "operations/pipe_read.h"
#include "wincancel_test.h"

#define LOSS_DEADLINE_MS 1500u /* for cancels that come before the read can be found */
#define CALL_DEADLINE_MS 4000u

/* A worker's errand: to cancel another thread. */
struct errand {
    HANDLE target;
};

static void cancel_target(struct operation *operation)
{
    const struct errand *errand = operation->state;
    uint64_t deadline = now_us() + scaled_ms(LOSS_DEADLINE_MS) * UINT64_C(1000);
    BOOL returned;
    do {
        SetLastError(SENTINEL_ERROR);
        returned = subject.CancelSynchronousIo(errand->target);
        keep_result(operation, returned, UNTOUCHED_COUNT);
    } while (!returned && operation->result.error == ERROR_NOT_FOUND && now_us() < deadline && SwitchToThread() >= 0);
}

static const struct operation_kind cancel_of_another = {
    .name = "cancel_of_another",
    .state_size = sizeof(struct errand),
    .perform = cancel_target,
    .ends_after_ms = LOSS_DEADLINE_MS,
};

static const struct canceller {
    const char *name;
    bool is_older; /* than the thread that blocks */
    DWORD access;
} cancellers[] = {
    { "YOUNGER_THREAD", false, THREAD_TERMINATE },
    { "OLDER_THREAD", true, THREAD_TERMINATE },
    { "OLDER_THREAD_BY_FULL_HANDLE", true, THREAD_ALL_ACCESS },
};

static void thread_that_is_not_its_creator(struct test_case *t)
{
    const struct canceller *canceller = VARIANT(t, struct canceller);
    struct worker *older = canceller->is_older ? start_worker(t) : NULL;
    struct operation *read = start_blocked(t, &anonymous_pipe_read);
    struct operation *cancel = prepare_operation(t, older ? older : start_worker(t), &cancel_of_another);
    ((struct errand *)cancel->state)->target = open_thread(t, read->worker, canceller->access);

    start_operation(t, cancel);

    if (!check_bool(t, DOCUMENTED, "cancel.came_back", await_end(cancel, CALL_DEADLINE_MS), true))
        return;
    note_error(t, "cancel.last_error", cancel->result.error);
    if (check_bool(t, DOCUMENTED, "cancel.returned", cancel->result.returned != FALSE, true))
        witness_aborted(t, DOCUMENTED, "read", read);
}

TEST(thread_that_is_not_its_creator, .clause = "CSIO-CALLER-1", .variants = VARIANTS(cancellers, name),
     .tiers = DOCUMENTED, .supports = "CancelSynchronousIo");
