/* CSIO-RACE-5: a read that ends as cancelled has consumed nothing: what is written comes out of the next read. Also
 * where a write and a cancel come at the same moment: then it comes out of that read or of the next, whole and once. */
#include <string.h>

#include "modes.h"
#include "operations/pipe_read.h"
#include "operations/read_file.h"
#include "storm.h"
#include "trial_outcome.h"

#define TRIALS           150u
#define NEXT_DEADLINE_MS 2000u

static const struct reading {
    const char *name;
    const struct operation_kind *kind;
} readings[] = {
    { "ReadFile_server", &named_pipe_read_server },
    { "ReadFile_client", &named_pipe_read_client },
    { "ReadFile_anonymous", &anonymous_pipe_read },
    { "ReadFile_no_bytes", &named_pipe_read_zero },
};

/* Written while nobody reads any more. */
static void next_read_gets_all(struct test_case *t)
{
    char why[160] = "";
    DWORD written = 0;
    struct operation *first = start_blocked(t, VARIANT(t, struct reading)->kind);
    need_aborted(t, first);

    need(t, subject.WriteFile(first->peer, RELEASE_DATA, RELEASE_DATA_SIZE, &written, NULL), "WriteFile to a pipe");
    struct operation *next = prepare_again(t, first->worker, first);
    start_operation(t, next);
    bool ended = await_end(next, NEXT_DEADLINE_MS);

    note_operation(t, "next", next);
    check_bool(t, IMPLIED, "next.full", ended && next->kind->is_full(next, why, sizeof(why)), true);
    if (why[0])
        note_text(t, "next.lacks", why);
}

TEST(next_read_gets_all, .clause = "CSIO-RACE-5", .variants = VARIANTS(readings, name), .tiers = IMPLIED,
     .supports = "CancelSynchronousIo");

/* ---- the write races with the cancel ------------------------------------------------------------------------------
 */

/* What the cancel answered is CSIO-RACE-4's. */
static const char *const fields[] = { "read", "bytes", NULL };

static const struct outcome_rule rules[] = {
    { { "aborted", "intact" }, ACCEPTABLE, IMPLIED, "cancelled; all that was written waits for the next read" },
    { { "completed", "intact" }, ACCEPTABLE, IMPLIED, "it got all that was written, and nothing is left" },
};

/* One trial; false if the read is stuck. Counts what was aborted. */
static bool try_once(struct test_case *t, struct race *race, struct operation **read, struct storm *storm,
                     unsigned *aborted)
{
    struct race_delays delays = random_delays(t);
    bool blocks_before = random_below(t, 4) != 0; /* mostly: an abort takes a read that has begun */
    *read = prepare_race(t, race, *read, blocks_before);
    run_race(t, race, *read, &delays);
    const char *outcome = bring_to_end(t, race, *read, true, 1);
    const char *bytes = is_stuck(outcome) ? "unknown" : account_of(*read, true);
    count_outcome(storm, (const char *const[]){ outcome, bytes });
    *aborted += !strcmp(outcome, "aborted");
    return !is_stuck(outcome);
}

static void bytes_come_out_once(struct test_case *t)
{
    const struct operation_kind *kind = VARIANT(t, struct reading)->kind;
    struct race_setup setup = { .kind = kind, .rival = kind->release, .cancels = 1 };
    struct race *race = make_race(t, &setup);
    struct storm *storm = begin_storm(t, "race", fields, rules, sizeof(rules) / sizeof(rules[0]), IMPLIED);
    struct operation *read = NULL;
    unsigned aborted = 0;

    while (!is_storm_over(storm, TRIALS) && try_once(t, race, &read, storm, &aborted))
        continue;

    end_storm(storm);
    if (!aborted)
        unresolved(t, "no read was aborted, so nothing is known about those");
    positive_control(t, racer_of(race), kind);
}

TEST(bytes_come_out_once, .clause = "CSIO-RACE-5", .variants = VARIANTS(readings, name), .tiers = IMPLIED,
     .class = EXCLUSIVE, .supports = "CancelSynchronousIo", .needs = "cpus:2");
