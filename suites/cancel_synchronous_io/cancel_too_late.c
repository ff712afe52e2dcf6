/* CSIO-RACE-2: a cancel that comes as the operation completes, or after, leaves its normal result as it is.
 *
 * A write to the pipe that has returned has given its bytes to the read that blocked there; so from then on the read is
 * complete, though its thread may not know yet. That this is so is ours to say (implied). */
#include "operations/pipe_read.h"
#include "storm.h"
#include "trial_outcome.h"

#define TRIALS          200u
#define END_DEADLINE_MS 5000u

static void thread_has_returned(struct test_case *t)
{
    struct operation *read = start_blocked(t, &anonymous_pipe_read);
    if (!release_operation(t, read))
        unresolved(t, "a read did not complete");

    struct call cancel = call_cancel_synchronous_io(t, full_handle_of(t, read->worker));

    check_refused(t, DOCUMENTED, cancel, DOCUMENTED, ALLOW(ERROR_NOT_FOUND));
    char why[160];
    check_bool(t, DOCUMENTED, "read.full", read->kind->is_full(read, why, sizeof(why)), true);
    positive_control(t, read->worker, &anonymous_pipe_read);
}

TEST(thread_has_returned, .clause = "CSIO-RACE-2", .tiers = DOCUMENTED, .supports = "CancelSynchronousIo");

static const char *const fields[] = { "cancel", "operation", "data", NULL };

static const struct outcome_rule rules[] = {
    { { "TRUE", "completed", "intact" }, ACCEPTABLE, DOCUMENTED, "still found, and too late" },
    { { "1168", "completed", "intact" }, ACCEPTABLE, DOCUMENTED, "no longer found" },
    { { "1168", "aborted", "*" }, FORBIDDEN, DOCUMENTED, "found nothing, and yet the only cancel there was ended it" },
    { { "*", "aborted", "lost" }, FORBIDDEN, IMPLIED, "the bytes it had been given are gone with it" },
    { { "*", "aborted", "*" }, FORBIDDEN, IMPLIED, "it had its bytes before anybody cancelled" },
};
#define RULES (sizeof(rules) / sizeof(rules[0]))

static const struct victim {
    const char *name;
    const struct operation_kind *kind;
} kinds[] = {
    { "anonymous_pipe_read", &anonymous_pipe_read },
    { "named_pipe_read_server", &named_pipe_read_server },
};

static void write_has_returned(struct test_case *t)
{
    const struct operation_kind *kind = VARIANT(t, struct victim)->kind;
    struct worker *worker = start_worker(t);
    HANDLE thread = full_handle_of(t, worker);
    struct storm *storm = begin_storm(t, "races", fields, rules, RULES, IMPLIED);
    struct operation *read = NULL;
    while (!is_storm_over(storm, TRIALS)) {
        read = read ? prepare_again(t, worker, read) : prepare_operation(t, worker, kind);
        start_operation(t, read);
        wait_until_blocked(t, read);
        uint32_t delay = random_below(t, 2) ? 0 : random_delays(t).cancels[0];

        kind->release(read);
        spin_for(delay);
        struct call cancel = call_cancel_synchronous_io(t, thread);

        if (!await_end(read, END_DEADLINE_MS))
            unresolved(t, "a read did not end, though it was given its bytes");
        const char *words[] = { word_of_cancel(&cancel), outcome_of(read), account_of(read, true) };
        count_outcome(storm, words);
    }
    end_storm(storm);
    positive_control(t, worker, kind);
}

TEST(write_has_returned, .clause = "CSIO-RACE-2", .variants = VARIANTS(kinds, name), .tiers = DOCUMENTED | IMPLIED,
     .class = EXCLUSIVE, .needs = "cpus:2", .supports = "CancelSynchronousIo");
