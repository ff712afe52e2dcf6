/* CSIO-3STATUS-3: an operation whose cancel was asked for may fail for another reason, which then is its last error.
 * Which one is the pipe's business. */
#include <stdio.h>

#include "operations/pipe_ends.h"
#include "operations/pipe_read.h"
#include "operations/pipe_transact.h"
#include "storm.h"
#include "trial_outcome.h"

static const struct reader {
    const char *name;
    const struct operation_kind *kind;
} readers[] = {
    { "ReadFile_anonymous", &anonymous_pipe_read },
    { "ReadFile_server", &named_pipe_read_server },
    { "ReadFile_client", &named_pipe_read_client },
    { "TransactNamedPipe", &transact_named_pipe },
};

static const char *const fields[] = { "cancel", "operation", "last_error", NULL };

static const struct outcome_rule rules[] = {
    { { "1168", "aborted", "*" }, FORBIDDEN, DOCUMENTED, "found nothing, and yet the only cancel there was ended it" },
    { { "TRUE", "aborted", "995" }, ACCEPTABLE, DOCUMENTED, "cancelled" },
    { { "*", "failed", "109" }, ACCEPTABLE, DOCUMENTED, "the pipe broke: ERROR_BROKEN_PIPE" },
    { { "*", "failed", "232" }, ACCEPTABLE, DOCUMENTED, "the pipe broke: ERROR_NO_DATA" },
    { { "*", "failed", "233" }, ACCEPTABLE, DOCUMENTED, "the pipe broke: ERROR_PIPE_NOT_CONNECTED" },
    { { "*", "failed", "0" }, FORBIDDEN, DOCUMENTED, "it failed without saying why" },
    { { "*", "failed", "untouched" }, FORBIDDEN, DOCUMENTED, "it failed without saying why" },
    { { "*", "failed", "*" }, INTERESTING, DOCUMENTED, "a reason that is not known of pipes" },
    { { "*", "completed", "*" }, FORBIDDEN, IMPLIED, "a success, though nobody wrote anything" },
};
#define RULES (sizeof(rules) / sizeof(rules[0]))

static void fails_otherwise(struct test_case *t)
{
    struct race_setup setup = { .kind = VARIANT(t, struct reader)->kind, .rival = close_peer, .cancels = 1 };
    struct race *race = make_race(t, &setup);
    struct storm *storm = begin_storm(t, "races", fields, rules, RULES, IMPLIED);
    const char *outcome = "";
    while (!is_storm_over(storm, 80) && !is_stuck(outcome)) {
        struct race_delays delays = random_delays(t);
        char error[16] = "untouched";
        struct operation *operation = prepare_race(t, race, NULL, true);
        run_race(t, race, operation, &delays);
        outcome = bring_to_end(t, race, operation, true, 1);
        if (operation->result.error != SENTINEL_ERROR)
            snprintf(error, sizeof(error), "%lu", (unsigned long)operation->result.error);
        count_outcome(storm, (const char *const[]){ word_of_cancel(calls_of(race)), outcome, error });
    }
    end_storm(storm);
    positive_control(t, racer_of(race), setup.kind);
}

TEST(fails_otherwise, .clause = "CSIO-3STATUS-3", .variants = VARIANTS(readers, name), .tiers = DOCUMENTED | IMPLIED,
     .class = EXCLUSIVE, .needs = "cpus:2", .supports = "CancelSynchronousIo");
