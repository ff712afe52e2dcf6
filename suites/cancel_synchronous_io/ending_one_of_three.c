/* CSIO-3STATUS-1: an operation whose cancel was asked for ends in one of three ways, and its own status tells which.
 *
 * A read of a pipe, for which somebody sees to it that it can end in each of two ways at the same instant. It must end,
 * and what it says of itself must agree with where the bytes are. What the cancel answered is no part of this. */
#include "operations/pipe_ends.h"
#include "operations/pipe_read.h"
#include "storm.h"
#include "trial_outcome.h"

static void write_and_close(struct operation *operation)
{
    operation->kind->release(operation);
    close_end(&operation->peer);
}

static const struct rival {
    const char *name;
    void (*act)(struct operation *operation);
    bool writes;
} rivals[] = {
    { "WRITE", NULL, true }, /* the kind's own release */
    { "CLOSE", close_peer, false },
    { "WRITE_AND_CLOSE", write_and_close, true },
};

static const char *const fields[] = { "operation", "data", NULL };

static const struct outcome_rule rules[] = {
    { { "completed", "intact" }, ACCEPTABLE, DOCUMENTED, "as if nothing had happened" },
    { { "aborted", "intact" }, ACCEPTABLE, DOCUMENTED, "cancelled" },
    { { "failed", "intact" }, ACCEPTABLE, DOCUMENTED, "failed for a reason of its own" },
    { { "stuck", "*" }, FORBIDDEN, DOCUMENTED, "it has not ended at all" },
    { { "completed", "*" }, FORBIDDEN, IMPLIED, "a success, with the wrong bytes" },
    { { "*", "lost" }, FORBIDDEN, IMPLIED, "not a success, and the bytes are gone with it" },
};
#define RULES (sizeof(rules) / sizeof(rules[0]))

static void one_of_three(struct test_case *t)
{
    const struct rival *rival = VARIANT(t, struct rival);
    struct race_setup setup = { .kind = &named_pipe_read_client, .cancels = 1 };
    setup.rival = rival->act ? rival->act : setup.kind->release;
    struct race *race = make_race(t, &setup);
    struct storm *storm = begin_storm(t, "races", fields, rules, RULES, IMPLIED);
    const char *outcome = "";
    while (!is_storm_over(storm, 120) && !is_stuck(outcome)) {
        struct race_delays delays = random_delays(t);
        struct operation *read = prepare_race(t, race, NULL, random_below(t, 2));
        run_race(t, race, read, &delays);
        outcome = bring_to_end(t, race, read, true, 1);
        const char *data = is_stuck(outcome) ? "unknown" : account_of(read, rival->writes);
        count_outcome(storm, (const char *const[]){ outcome, data });
    }
    end_storm(storm);
    positive_control(t, racer_of(race), setup.kind);
}

TEST(one_of_three, .clause = "CSIO-3STATUS-1", .variants = VARIANTS(rivals, name), .tiers = DOCUMENTED | IMPLIED,
     .class = EXCLUSIVE, .needs = "cpus:2", .supports = "CancelSynchronousIo");
