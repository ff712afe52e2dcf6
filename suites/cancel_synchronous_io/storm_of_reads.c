/* CSIO-RACE-4: TRUE means that a request was found and marked, no more: whatever the cancel answered, the read's own
 * end decides, and the two must agree. One read against one cancel, many times, let go together: with nobody else
 * there, against a writer, and against one who closes the other end. */
#include "operations/pipe_ends.h"
#include "operations/pipe_read.h"
#include "storm.h"
#include "trial_outcome.h"

enum rival { NOBODY, WRITER, CLOSER };

static const struct scene {
    const char *name;
    const struct operation_kind *kind;
    enum rival rival;
    unsigned trials;
} scenes[] = {
    { "ANONYMOUS_ALONE", &anonymous_pipe_read, NOBODY, 300 },
    { "ANONYMOUS_AGAINST_WRITE", &anonymous_pipe_read, WRITER, 300 },
    { "ANONYMOUS_AGAINST_CLOSE", &anonymous_pipe_read, CLOSER, 150 },
    { "SERVER_ALONE", &named_pipe_read_server, NOBODY, 300 },
    { "SERVER_AGAINST_WRITE", &named_pipe_read_server, WRITER, 300 },
    { "SERVER_AGAINST_CLOSE", &named_pipe_read_server, CLOSER, 150 },
    { "CLIENT_AGAINST_WRITE", &named_pipe_read_client, WRITER, 300 },
};

static const char *const fields[] = { "cancel", "operation", "data", NULL };

static const struct outcome_rule rules[] = {
    { { "1168", "aborted", "*" }, FORBIDDEN, DOCUMENTED, "found nothing, and yet the only cancel there was ended it" },
    { { "other", "aborted", "*" }, FORBIDDEN, IMPLIED, "failed, and yet the only cancel there was ended it" },
    { { "TRUE", "stuck", "*" }, FORBIDDEN, IMPLIED, "marked, but not even a second cancel ends a read of a pipe" },
    { { "*", "*", "lost" }, FORBIDDEN, IMPLIED, "bytes that were written came out nowhere" },
    { { "*", "*", "doubled" }, FORBIDDEN, IMPLIED, "more bytes came out than were written" },
    { { "*", "*", "disordered" }, FORBIDDEN, IMPLIED, "other bytes came out than were written" },
    { { "*", "*", "miscounted" }, FORBIDDEN, IMPLIED, "a read that failed counts bytes" },
    { { "TRUE", "aborted", "intact" }, ACCEPTABLE, DOCUMENTED, "found, marked and cancelled" },
    { { "TRUE", "completed", "intact" }, INTERESTING, DOCUMENTED, "marked, but it completed; not yet met on a pipe" },
    { { "TRUE", "failed", "intact" }, INTERESTING, DOCUMENTED, "marked, but it failed for a reason of its own" },
    { { "TRUE", "recancelled", "intact" }, INTERESTING, IMPLIED, "marked, but only a second cancel ended it" },
    { { "1168", "completed", "intact" }, ACCEPTABLE, DOCUMENTED, "the data came first" },
    { { "1168", "failed", "intact" }, ACCEPTABLE, DOCUMENTED, "the end of the pipe came first" },
    { { "1168", "blocked", "intact" }, ACCEPTABLE, DOCUMENTED, "the cancel came before the read" },
};
#define RULES (sizeof(rules) / sizeof(rules[0]))

static void (*const rivals[])(struct operation *operation) = { NULL, NULL, close_peer };

/* One trial; false if there should be no more. */
static bool try_once(struct test_case *t, struct race *race, const struct scene *scene, struct operation **read,
                     struct storm *storm)
{
    struct race_delays delays = random_delays(t);
    bool blocks_before = scene->rival != NOBODY && random_below(t, 2);
    *read = prepare_race(t, race, scene->rival == CLOSER ? NULL : *read, blocks_before);
    run_race(t, race, *read, &delays);
    const char *outcome = bring_to_end(t, race, *read, scene->rival != NOBODY, 1);
    bool written = scene->rival != CLOSER && (*read)->released;
    const char *data = is_stuck(outcome) ? "unknown" : account_of(*read, written);
    count_outcome(storm, (const char *const[]){ word_of_cancel(calls_of(race)), outcome, data });
    return !is_stuck(outcome);
}

static void storm_of_reads(struct test_case *t)
{
    const struct scene *scene = VARIANT(t, struct scene);
    struct race_setup setup = { .kind = scene->kind, .cancels = 1 };
    setup.rival = scene->rival == WRITER ? scene->kind->release : rivals[scene->rival];
    struct race *race = make_race(t, &setup);
    struct storm *storm = begin_storm(t, "races", fields, rules, RULES, IMPLIED);
    struct operation *read = NULL;
    while (!is_storm_over(storm, scene->trials) && try_once(t, race, scene, &read, storm))
        continue;
    end_storm(storm);
    positive_control(t, racer_of(race), scene->kind);
}

TEST(storm_of_reads, .clause = "CSIO-RACE-4", .variants = VARIANTS(scenes, name), .tiers = DOCUMENTED | IMPLIED,
     .class = EXCLUSIVE, .needs = "cpus:2", .supports = "CancelSynchronousIo");
