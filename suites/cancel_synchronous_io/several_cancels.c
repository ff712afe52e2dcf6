/* CSIO-RACE-8: cancelling again does no harm; and once the thread is out of the operation and idle there is nothing to
 * cancel any more. Whether a second cancel finds the operation while the first takes effect is left open. */
#include <string.h>

#include "modes.h"
#include "operations/pipe_read.h"
#include "storm.h"
#include "trial_outcome.h"

#define TRIALS 120u

static const struct crowd {
    const char *name;
    unsigned cancels;
} crowds[] = {
    { "TWO", 2 },
    { "FOUR", 4 },
    { "EIGHT", 8 },
};

static const char *const fields[] = { "claims", "refusals", "operation", "afterwards", NULL };

static const struct outcome_rule rules[] = {
    { { "none", "*", "aborted", "*" },
      FORBIDDEN,
      DOCUMENTED,
      "cancelled, and all who cancelled say they found nothing" },
    { { "*", "*", "*", "TRUE" }, FORBIDDEN, DOCUMENTED, "finds something to cancel in an idle thread" },
    { { "*", "*", "*", "other" }, FORBIDDEN, DOCUMENTED, "an idle thread is not answered with ERROR_NOT_FOUND" },
    { { "*", "other", "*", "*" }, FORBIDDEN, IMPLIED, "a cancel fails because there is another" },
    { { "*", "*", "stuck", "*" }, FORBIDDEN, IMPLIED, "marked, but not even one more cancel ends a read of a pipe" },
    { { "*", "*", "miscounted", "*" }, FORBIDDEN, IMPLIED, "a read that failed counts bytes" },
    { { "one", "1168", "aborted", "1168" }, ACCEPTABLE, DOCUMENTED, "one found it, the others came after that" },
    { { "several", "1168", "aborted", "1168" }, ACCEPTABLE, IMPLIED, "found again while the first took effect" },
    { { "several", "none", "aborted", "1168" }, ACCEPTABLE, IMPLIED, "found by all of them" },
    { { "none", "1168", "blocked", "1168" }, INTERESTING, IMPLIED, "seen to block, and not to be found yet" },
    { { "one", "1168", "recancelled", "1168" }, INTERESTING, IMPLIED, "only one more cancel ended it" },
    { { "several", "*", "recancelled", "1168" }, INTERESTING, IMPLIED, "only one more cancel ended it" },
};
#define RULES (sizeof(rules) / sizeof(rules[0]))

static const char *claims_among(const struct call *calls, unsigned count)
{
    unsigned claims = 0;
    for (unsigned i = 0; i < count; ++i)
        claims += calls[i].returned != FALSE;
    return claims > 1 ? "several" : claims ? "one" : "none";
}

static const char *refusals_among(const struct call *calls, unsigned count)
{
    const char *word = "none";
    for (unsigned i = 0; i < count && strcmp(word, "other"); ++i)
        if (!calls[i].returned)
            word = word_of_cancel(&calls[i]);
    return word;
}

static void at_once(struct test_case *t)
{
    unsigned cancels = VARIANT(t, struct crowd)->cancels;
    struct race_setup setup = { .kind = &anonymous_pipe_read, .cancels = cancels };
    struct race *race = make_race(t, &setup);
    struct storm *storm = begin_storm(t, "races", fields, rules, RULES, IMPLIED);
    struct operation *read = NULL;
    const char *outcome = "";
    while (!is_storm_over(storm, TRIALS) && !is_stuck(outcome)) {
        struct race_delays delays = random_delays(t);
        read = prepare_race(t, race, read, true);
        run_race(t, race, read, &delays);
        outcome = bring_to_end(t, race, read, false, cancels);
        struct call later = call_cancel_synchronous_io(t, full_handle_of(t, racer_of(race)));
        const char *data = is_stuck(outcome) ? "unknown" : account_of(read, read->released);
        count_outcome(storm, (const char *const[]){
                                 claims_among(calls_of(race), cancels), refusals_among(calls_of(race), cancels),
                                 strcmp(outcome, "aborted") || !strcmp(data, "intact") ? outcome : data,
                                 word_of_cancel(&later) });
    }
    end_storm(storm);
    positive_control(t, racer_of(race), setup.kind);
}

TEST(at_once, .clause = "CSIO-RACE-8", .variants = VARIANTS(crowds, name), .tiers = DOCUMENTED | IMPLIED,
     .class = EXCLUSIVE, .needs = "cpus:2", .supports = "CancelSynchronousIo");

/* One after the other, from one thread. */
static void again(struct test_case *t)
{
    struct operation *read = start_blocked(t, &named_pipe_read_server);
    struct worker *worker = read->worker;
    HANDLE thread = full_handle_of(t, worker);

    struct call first = cancel_until_taken(t, thread, read);
    struct call second = call_cancel_synchronous_io(t, thread);

    values_vary(t, true); /* whether the read has ended by then or not */
    check_outcome(t, IMPLIED, "second.answer", word_of_cancel(&second), "TRUE|1168");
    values_vary(t, false);
    if (!witness_taken(t, "read", read, first))
        return;
    struct call idle = call_cancel_synchronous_io(t, thread);
    check_outcome(t, DOCUMENTED, "idle.answer", word_of_cancel(&idle), "1168");
    witness_undisturbed(t, IMPLIED, "next", start_blocked_on(t, worker, &anonymous_pipe_read));
}

TEST(again, .clause = "CSIO-RACE-8", .tiers = DOCUMENTED | IMPLIED, .supports = "CancelSynchronousIo");
