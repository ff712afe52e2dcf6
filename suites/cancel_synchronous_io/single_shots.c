#include "single_shots.h"

#include <string.h>

#include "operations/pipe_read.h"
#include "storm.h"

#define END_DEADLINE_MS 2000u
#define LONGEST_DELAY   300u /* microseconds; an operation gets under way in a third of that */

static const char *const fields[] = { "cancel", "operation", NULL };

static const struct outcome_rule rules[] = {
    { { "taken", "aborted" }, ACCEPTABLE, DOCUMENTED, "found, marked, and ended" },
    { { "taken", "completed" }, ACCEPTABLE, DOCUMENTED, "a marked operation may still complete" },
    { { "taken", "failed" }, INTERESTING, DOCUMENTED, "the page allows another error; nothing here accounts for one" },
    { { "taken", "blocked" }, INTERESTING, DOCUMENTED, "a mark is not the end: a driver need not act on it" },
    { { "not_found", "undisturbed" }, ACCEPTABLE, DOCUMENTED, "the cancel came too early, or there is none to find" },
    { { "refused", "*" }, FORBIDDEN, DOCUMENTED, "the handle is good: only ERROR_NOT_FOUND is left as a reason" },
};

static const char *answer_of(struct call call)
{
    if (call.returned)
        return "taken";
    return call.last_error == ERROR_NOT_FOUND ? "not_found" : "refused";
}

static void delay(struct test_case *t)
{
    uint64_t until = now_us() + random_below(t, LONGEST_DELAY);
    while (now_us() < until) {
    }
}

static const char *fate_of_taken(struct operation *operation)
{
    char why[160];
    await_end(operation, END_DEADLINE_MS);
    if (has_ended(operation) && operation->result.returned && !operation->kind->is_full(operation, why, sizeof(why)))
        return "spoiled";
    return outcome_of(operation);
}

static const char *fate_of_missed(struct test_case *t, struct operation *operation)
{
    char why[160];
    if (has_ended(operation))
        return outcome_of(operation);
    if (!release_operation(t, operation))
        unresolved(t, "%s did not end by its second way out", operation->kind->name);
    return operation->kind->is_full(operation, why, sizeof(why)) ? "undisturbed" : "disturbed";
}

static void storm(struct test_case *t, const struct operation_kind *kind, unsigned trials, bool until_taken)
{
    struct worker *worker = start_worker(t);
    HANDLE thread = full_handle_of(t, worker);
    struct storm *outcomes = begin_storm(t, "outcomes", fields, rules, sizeof(rules) / sizeof(rules[0]), IMPLIED);
    bool is_over = false;
    for (unsigned trial = 0; trial < trials && !is_over; ++trial) {
        struct operation *operation = start_blocked_on(t, worker, kind);
        delay(t);
        const char *answer = answer_of(call_cancel_synchronous_io(t, thread));
        const char *fate = strcmp(answer, "taken") ? fate_of_missed(t, operation) : fate_of_taken(operation);
        const char *words[] = { answer, fate };
        count_outcome(outcomes, words);
        is_over = !has_ended(operation) || (until_taken && !strcmp(answer, "taken"));
    }
    end_storm(outcomes);
    positive_control(t, worker, &anonymous_pipe_read);
}

void storm_of_single_shots(struct test_case *t, const struct operation_kind *kind, unsigned trials)
{
    storm(t, kind, trials, false);
}

void storm_until_taken(struct test_case *t, const struct operation_kind *kind, unsigned trials)
{
    storm(t, kind, trials, true);
}
