/* RCT-RACE-DONE and RCT-RACE-POISON: a cancel that comes while the reply does. No page says what comes of it; the rule
 * of CancelSynchronousIo, that an operation completes, is cancelled, or fails, is the recommendation: the call returns
 * with its own reply, or fails as one that was cancelled, and it ends. A later call that nobody cancels has nothing to
 * do with it.
 */
#include "rig/call_race.h"
#include "storm.h"

static const struct scene {
    const char *name;
    const struct protseq *protseq;
    enum opnum opnum;  /* OP_ECHO: the call returns at once; OP_HOLD: it is let go in the moment of the cancel */
    unsigned in_a_row; /* cancelled calls before one that nobody cancels */
    unsigned trials;
} scenes[] = {
    { "TCP_SHORT_CALL", &ncacn_ip_tcp, OP_ECHO, 1, 300 },
    { "TCP_HELD_CALL", &ncacn_ip_tcp, OP_HOLD, 1, 300 },
    { "NP_SHORT_CALL", &ncacn_np, OP_ECHO, 1, 300 },
};

/* A call that follows a cancelled one has to connect and bind, and can be cancelled in that. */
static const struct scene late_scenes[] = {
    { "TCP_SHORT_CALL", &ncacn_ip_tcp, OP_ECHO, 1, 300 },
    { "TCP_TWO_SHORT_CALLS", &ncacn_ip_tcp, OP_ECHO, 2, 150 },
    { "TCP_HELD_CALL", &ncacn_ip_tcp, OP_HOLD, 1, 300 },
    { "NP_SHORT_CALL", &ncacn_np, OP_ECHO, 1, 300 },
};

static struct call_race *start_race(struct test_case *t)
{
    const struct scene *scene = VARIANT(t, struct scene);
    return make_call_race(t, start_server(t, scene->protseq), scene->opnum);
}

/* ---- the call itself ----------------------------------------------------------------------------------------------
 */

static const char *const end_fields[] = { "cancel", "call", NULL };

static const struct outcome_rule end_rules[] = {
    { { "*", "stuck" }, FORBIDDEN, CHARACTERISED, "neither its reply nor the cancel ended it" },
    { { "*", "foreign_reply" }, FORBIDDEN, CHARACTERISED, "it returned with the reply to another call" },
    { { "raised", "*" }, FORBIDDEN, CHARACTERISED, "the cancel raised an exception" },
    { { "*", "returned" }, ACCEPTABLE, CHARACTERISED, "the reply came first, or the cancel before the call" },
    { { "0", "status_1726" }, ACCEPTABLE, CHARACTERISED, "cancelled, with the status that the page names" },
    { { "0", "status_1818" }, ACCEPTABLE, CHARACTERISED, "cancelled, with the status that RpcCancelThreadEx names" },
};

static void storm_of_completions(struct test_case *t)
{
    struct call_race *race = start_race(t);
    struct storm *storm =
        begin_storm(t, "races", end_fields, end_rules, sizeof(end_rules) / sizeof(end_rules[0]), CHARACTERISED);
    bool goes_on = true;
    char later[32];
    while (goes_on && !is_storm_over(storm, VARIANT(t, struct scene)->trials)) {
        goes_on = try_call(t, race);
        count_outcome(storm, (const char *const[]){ race->cancel, race->end });
        goes_on = goes_on && settle(t, race, later); /* what a cancel does to later calls is the other storm's */
    }
    end_storm(storm);
}

TEST(storm_of_completions, .clause = "RCT-RACE-DONE", .variants = VARIANTS(scenes, name), .tiers = CHARACTERISED,
     .class = EXCLUSIVE, .needs = "cpus:2", .supports = "RpcCancelThread");

/* ---- the next one -------------------------------------------------------------------------------------------------
 */

static const char *const next_fields[] = { "call", "next", "later", NULL };

static const struct outcome_rule next_rules[] = {
    { { "stuck", "*", "*" }, FORBIDDEN, CHARACTERISED, "neither its reply nor the cancel ended the call" },
    { { "returned", "status_0", "status_0" }, ACCEPTABLE, CHARACTERISED, "the cancel was too late, and is forgotten" },
    { { "*", "status_0", "status_0" }, ACCEPTABLE, CHARACTERISED, "the cancel ended its own call, and no other" },
    { { "*", "stuck", "*" },
      FORBIDDEN,
      CHARACTERISED,
      "a call of another thread, which nobody cancelled, never ended" },
    { { "*", "*", "status_0" }, FORBIDDEN, CHARACTERISED, "a call of another thread, which nobody cancelled, failed" },
    { { "*", "*", "*" }, FORBIDDEN, CHARACTERISED, "no call through the binding returns any more" },
};

static void storm_of_late_cancels(struct test_case *t)
{
    const struct scene *scene = VARIANT(t, struct scene);
    struct call_race *race = start_race(t);
    struct storm *storm =
        begin_storm(t, "races", next_fields, next_rules, sizeof(next_rules) / sizeof(next_rules[0]), CHARACTERISED);
    bool goes_on = true;
    while (goes_on && !is_storm_over(storm, scene->trials)) {
        char next[32] = "not_made", later[32] = "not_made";
        for (unsigned i = 0; i < scene->in_a_row && goes_on; ++i)
            goes_on = try_call(t, race);
        if (goes_on) {
            call_as_bystander(t, race, next);
            goes_on = settle(t, race, later);
        }
        count_outcome(storm, (const char *const[]){ race->end, next, later });
    }
    end_storm(storm);
}

TEST(storm_of_late_cancels, .clause = "RCT-RACE-POISON", .variants = VARIANTS(late_scenes, name),
     .tiers = CHARACTERISED, .class = EXCLUSIVE, .needs = "cpus:2", .supports = "RpcCancelThread");
