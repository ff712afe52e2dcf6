/* CSIO-SIGNAL-1: the start of an operation makes its file handle non-signalled; its end, however it ends, signalled. */
#include "modes.h"
#include "operations/pipe_kinds.h"

#define START_DEADLINE_MS 2000u

/* Not by the gate, which takes for granted what is judged here. */
static void start_and_judge(struct test_case *t, struct operation *operation)
{
    uint64_t deadline = now_us() + scaled_ms(START_DEADLINE_MS) * UINT64_C(1000);
    start_operation(t, operation);
    while (!handle_is_busy(operation) && !has_ended(operation) && now_us() < deadline)
        SwitchToThread();
    if (has_ended(operation))
        unresolved(t, "%s ended instead of blocking, last error %lu", operation->kind->name,
                   (unsigned long)operation->result.error);
    check_bool(t, DOCUMENTED, "handle.reset_by_start", handle_is_busy(operation), true);
}

static void check_signalled(struct test_case *t, struct operation *operation)
{
    check_bool(t, DOCUMENTED, "handle.signalled_by_end", !handle_is_busy(operation), true);
}

static void signalled_by_abort(struct test_case *t)
{
    struct operation *operation = prepare_operation(t, start_worker(t), VARIANT(t, struct pipe_kind)->kind);

    start_and_judge(t, operation);
    need_aborted(t, operation);
    check_signalled(t, operation);
}

static void signalled_by_completion(struct test_case *t)
{
    const struct operation_kind *kind = VARIANT(t, struct pipe_kind)->kind;
    struct operation *operation = prepare_operation(t, start_worker(t), kind);

    start_and_judge(t, operation);
    if (!release_operation(t, operation) || !operation->result.returned)
        unresolved(t, "%s did not complete when it was released", kind->name);
    check_signalled(t, operation);
    positive_control(t, operation->worker, kind);
}

TEST(signalled_by_abort, .clause = "CSIO-SIGNAL-1", .variants = PIPE_KINDS_ON_HANDLE, .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
TEST(signalled_by_completion, .clause = "CSIO-SIGNAL-1", .variants = PIPE_KINDS_ON_HANDLE, .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
