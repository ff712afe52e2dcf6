/* CSIO-RACE-1: a cancel that comes before the operation exists finds nothing and says so; the operation then starts as
 * if it had never been.
 * CSIO-RACE-3: it is not remembered either: what the thread starts later stays blocked until a fresh cancel ends it.
 *
 * That it "stays blocked" is proved by what a release then gives, not by looking at it for a while: an operation that
 * a remembered cancel had ended would have no data. */
#include "modes.h"
#include "operations/pipe_read.h"

#define MANY 32u

static void cancel_idle(struct test_case *t, struct worker *worker, unsigned calls)
{
    for (unsigned i = 0; i < calls; ++i) {
        struct call cancel = call_cancel_synchronous_io(t, full_handle_of(t, worker));
        if (cancel.returned || cancel.last_error != ERROR_NOT_FOUND || i + 1 == calls) {
            check_refused(t, DOCUMENTED, cancel, DOCUMENTED, ALLOW(ERROR_NOT_FOUND));
            return;
        }
    }
}

static void starts_as_if_never_cancelled(struct test_case *t)
{
    struct worker *worker = start_worker(t);
    cancel_idle(t, worker, 1);
    struct operation *read = prepare_operation(t, worker, &anonymous_pipe_read);
    start_operation(t, read);
    if (check_bool(t, DOCUMENTED, "read.blocks", comes_to_block(t, read), true))
        witness_undisturbed(t, DOCUMENTED, "read", read);
    positive_control(t, worker, &anonymous_pipe_read);
}

TEST(starts_as_if_never_cancelled, .clause = "CSIO-RACE-1", .tiers = DOCUMENTED, .supports = "CancelSynchronousIo");

/* ---- not remembered -----------------------------------------------------------------------------------------------
 */

static struct worker *idle(struct test_case *t)
{
    struct worker *worker = start_worker(t);
    cancel_idle(t, worker, 1);
    return worker;
}

static struct worker *idle_cancelled_often(struct test_case *t)
{
    struct worker *worker = start_worker(t);
    cancel_idle(t, worker, MANY);
    return worker;
}

static struct worker *after_completing(struct test_case *t)
{
    struct worker *worker = start_worker(t);
    struct operation *before = start_blocked_on(t, worker, &named_pipe_read_client);
    witness_undisturbed(t, DOCUMENTED, "before", before);
    cancel_idle(t, worker, 1);
    return worker;
}

static struct worker *after_being_cancelled(struct test_case *t)
{
    struct worker *worker = start_worker(t);
    struct operation *before = start_blocked_on(t, worker, &named_pipe_read_client);
    need_aborted(t, before);
    cancel_idle(t, worker, 1);
    return worker;
}

static struct worker *not_started(struct test_case *t)
{
    struct worker *worker = create_suspended_worker(t);
    cancel_before_it_runs(t, worker);
    resume_worker(t, worker);
    return worker;
}

static const struct past {
    const char *name;
    struct worker *(*cancelled)(struct test_case *t);
} pasts[] = {
    { "IDLE", idle },
    { "IDLE_CANCELLED_OFTEN", idle_cancelled_often },
    { "AFTER_COMPLETING", after_completing },
    { "AFTER_BEING_CANCELLED", after_being_cancelled },
    { "NOT_STARTED", not_started },
};

static void is_not_remembered(struct test_case *t)
{
    struct worker *worker = VARIANT(t, struct past)->cancelled(t);
    struct operation *read = prepare_operation(t, worker, &anonymous_pipe_read);
    start_operation(t, read);
    if (check_bool(t, IMPLIED, "read.blocks", comes_to_block(t, read), true))
        witness_undisturbed(t, IMPLIED, "read", read);

    struct operation *fresh = prepare_operation(t, worker, &named_pipe_read_server);
    start_operation(t, fresh);
    if (!check_bool(t, IMPLIED, "fresh.blocks", comes_to_block(t, fresh), true))
        return;
    struct call cancel = cancel_until_taken(t, full_handle_of(t, worker), fresh);
    if (check_bool(t, DOCUMENTED, "fresh.cancel_returned", cancel.returned != FALSE, true))
        witness_aborted(t, DOCUMENTED, "fresh", fresh);
}

TEST(is_not_remembered, .clause = "CSIO-RACE-3", .variants = VARIANTS(pasts, name), .tiers = DOCUMENTED | IMPLIED,
     .supports = "CancelSynchronousIo", .isolated = true, .budget_ms = 12000);
