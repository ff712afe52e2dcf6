/* CSIO-3STATUS-2: an operation may complete normally although its cancel was asked for; then its result is whole. */
#include <string.h>

#include "operations/pipe_connect.h"
#include "operations/pipe_read.h"
#include "operations/pipe_transact.h"
#include "storm.h"
#include "trial_outcome.h"

#define HEAD_START_NS 100000u /* completing it takes several calls, where cancelling it takes one */

static const struct completion {
    const char *name;
    const struct operation_kind *kind;
} completions[] = {
    { "ReadFile_server", &named_pipe_read_server }, { "ReadFile_anonymous", &anonymous_pipe_read },
    { "ReadFile_no_bytes", &named_pipe_read_zero }, { "ConnectNamedPipe", &connect_named_pipe },
    { "FSCTL_PIPE_LISTEN", &fsctl_pipe_listen },    { "TransactNamedPipe", &transact_named_pipe },
};

static const char *const fields[] = { "cancel", "operation", "result", NULL };

static const struct outcome_rule rules[] = {
    { { "1168", "completed", "whole" }, ACCEPTABLE, DOCUMENTED, "the cancel came too late" },
    { { "TRUE", "completed", "whole" }, INTERESTING, DOCUMENTED, "marked, and completed all the same" },
    { { "TRUE", "aborted", "none" }, ACCEPTABLE, DOCUMENTED, "cancelled in time" },
    { { "1168", "aborted", "*" }, FORBIDDEN, DOCUMENTED, "found nothing, and yet the only cancel there was ended it" },
    { { "*", "completed", "partial" }, FORBIDDEN, IMPLIED, "a success that lacks something" },
};
#define RULES (sizeof(rules) / sizeof(rules[0]))

static void completes_whole(struct test_case *t)
{
    struct race_setup setup = { .kind = VARIANT(t, struct completion)->kind, .cancels = 1 };
    setup.rival = setup.kind->release;
    struct race *race = make_race(t, &setup);
    struct storm *storm = begin_storm(t, "races", fields, rules, RULES, IMPLIED);
    const char *outcome = "";
    while (!is_storm_over(storm, 80) && !is_stuck(outcome)) {
        struct race_delays delays = random_delays(t);
        char why[160];
        if (random_below(t, 2))
            delays.cancels[0] += HEAD_START_NS;
        struct operation *operation = prepare_race(t, race, NULL, true);
        run_race(t, race, operation, &delays);
        outcome = bring_to_end(t, race, operation, true, 1);
        const char *result = "none";
        if (!strcmp(outcome, "completed"))
            result = setup.kind->is_full(operation, why, sizeof(why)) ? "whole" : "partial";
        count_outcome(storm, (const char *const[]){ word_of_cancel(calls_of(race)), outcome, result });
    }
    end_storm(storm);
    positive_control(t, racer_of(race), setup.kind);
}

TEST(completes_whole, .clause = "CSIO-3STATUS-2", .variants = VARIANTS(completions, name),
     .tiers = DOCUMENTED | IMPLIED, .class = EXCLUSIVE, .needs = "cpus:2", .supports = "CancelSynchronousIo");
