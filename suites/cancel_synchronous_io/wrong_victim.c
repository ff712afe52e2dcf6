/* CSIO-RACE-7: between two operations of a thread a cancel meant for the first can hit the second. A caller who guards
 * the section that may be cancelled, with a flag and a lock, is safe from that; who does not is not.
 *
 * The thread reads one pipe, in the section, and then another, outside of it. One cancel is meant for the first read,
 * which at about the same time gets its bytes. */
#include <string.h>

#include "cancel.h"
#include "operations/pipe_read.h"
#include "operations/two_reads.h"
#include "storm.h"
#include "trial_outcome.h"

#define TRIALS          250u
#define END_DEADLINE_MS 2000u

static const char *const fields[] = { "cancel", "first", "second", "data", NULL };

/* Stray: of which grade it is that the second read was hit. */
#define RULES_WITH(stray, why_stray)                                                                                   \
    {                                                                                                                  \
        { { "1168", "aborted", "*", "*" }, FORBIDDEN, DOCUMENTED, "found nothing, and yet it ended the first" },       \
            { { "1168", "*", "aborted", "*" }, FORBIDDEN, DOCUMENTED, "found nothing, and yet it ended the second" },  \
            { { "withheld", "*", "aborted", "*" },                                                                     \
              FORBIDDEN,                                                                                               \
              DOCUMENTED,                                                                                              \
              "nobody cancelled, and yet the second ended" },                                                          \
            { { "TRUE", "aborted", "aborted", "*" }, FORBIDDEN, IMPLIED, "one cancel, and both were hit" },            \
            { { "TRUE", "completed", "aborted", "intact" }, stray, IMPLIED, why_stray },                               \
            { { "TRUE", "aborted", "completed", "intact" }, ACCEPTABLE, DOCUMENTED, "hit what it was meant for" },     \
            { { "TRUE", "completed", "completed", "intact" }, INTERESTING, DOCUMENTED, "marked, but it completed" },   \
            { { "1168", "completed", "completed", "intact" },                                                          \
              ACCEPTABLE,                                                                                              \
              DOCUMENTED,                                                                                              \
              "met the thread outside of both" },                                                                      \
            { { "withheld", "completed", "completed", "intact" },                                                      \
              ACCEPTABLE,                                                                                              \
              DOCUMENTED,                                                                                              \
              "came too late, and knew it" },                                                                          \
    }
static const struct outcome_rule guarded_rules[] = RULES_WITH(FORBIDDEN, "passed the guard by, and hit the second");
static const struct outcome_rule unguarded_rules[] =
    RULES_WITH(INTERESTING, "meant for the first, it hit the second: what the guard is for");

static const struct caller {
    const char *name;
    bool guards;
    const struct outcome_rule *rules;
} callers[] = {
    { "GUARDED", true, guarded_rules },
    { "UNGUARDED", false, unguarded_rules },
};

static struct call cancel_guarded(struct operation *operation, HANDLE thread)
{
    struct two_reads *state = operation->state;
    struct call call = { .attempts = 0 }; /* withheld */
    EnterCriticalSection(&state->lock);
    if (state->may_cancel)
        call = cancel_once(thread);
    LeaveCriticalSection(&state->lock);
    return call;
}

static const char *word_of_end(const struct operation_result *result)
{
    if (result->returned)
        return "completed";
    return result->error == ERROR_OPERATION_ABORTED ? "aborted" : "failed";
}

static void try_once(struct test_case *t, struct race *race, struct operation *operation, struct storm *storm)
{
    struct two_reads *state = operation->state;
    struct race_delays delays = random_delays(t);
    run_race(t, race, operation, &delays);
    bool blocks = comes_to_block(t, operation);
    if (blocks)
        complete_second(operation);
    if (!await_end(operation, END_DEADLINE_MS))
        unresolved(t, "two reads did not end, though both were given their bytes");
    const struct call *call = calls_of(race);
    const char *data = account_of_read(state->first_end, &state->first, state->first_data, true);
    if (!strcmp(data, "intact"))
        data = account_of(operation, blocks);
    count_outcome(storm, (const char *const[]){ call->attempts ? word_of_cancel(call) : "withheld",
                                                word_of_end(&state->first), word_of_end(&operation->result), data });
}

static void hits_what_it_is_meant_for(struct test_case *t)
{
    const struct caller *caller = VARIANT(t, struct caller);
    struct race_setup setup = { .kind = &two_reads, .rival = complete_first, .cancels = 1 };
    if (caller->guards)
        setup.cancel = cancel_guarded;
    struct race *race = make_race(t, &setup);
    struct storm *storm =
        begin_storm(t, "races", fields, caller->rules, sizeof(guarded_rules) / sizeof(guarded_rules[0]), IMPLIED);
    struct operation *operation = NULL;
    while (!is_storm_over(storm, TRIALS)) {
        operation = prepare_race(t, race, operation, false);
        try_once(t, race, operation, storm);
    }
    end_storm(storm);
    positive_control(t, racer_of(race), &anonymous_pipe_read);
}

TEST(hits_what_it_is_meant_for, .clause = "CSIO-RACE-7", .variants = VARIANTS(callers, name),
     .tiers = DOCUMENTED | IMPLIED, .class = EXCLUSIVE, .needs = "cpus:2", .supports = "CancelSynchronousIo");
