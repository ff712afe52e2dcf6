/* RCT-RACE-GAP: between sending a request and waiting for its reply a call is in progress all the same, so a cancel in
 * between is not lost. The script holds every reply. The cancel comes at a swept moment after the script has seen the
 * request, or, for the moments just before, after it has seen the bind; which it was is told by the script's own log.
 */
#include <stdio.h>

#include "race.h"
#include "rig/cancel.h"
#include "rig/script.h"
#include "storm.h"

#define END_DEADLINE_MS    1000u /* of a call whose cancel came after its request was seen */
#define BEFORE_DEADLINE_MS 20u   /* of another: such a cancel may miss it */
#define SEEN_DEADLINE_US   UINT64_C(5000000)

static const struct scene {
    const char *name;
    enum co_ptype gate; /* the cancel comes after this was seen */
    uint32_t sweep_ns;
    unsigned trials;
} scenes[] = {
    { "AFTER_THE_REQUEST", CO_REQUEST, 300000, 300 },
    { "ABOUT_THE_REQUEST", CO_BIND, 2000000, 300 },
};

static const char *const fields[] = { "cancel_came", "cancel", "call", NULL };

static const struct outcome_rule rules[] = {
    { { "after_request", "0", "lost" }, FORBIDDEN, CHARACTERISED, "in progress, and yet the cancel was lost" },
    { { "after_request", "0", "status_1726" }, ACCEPTABLE, CHARACTERISED, "cancelled" },
    { { "after_request", "0", "status_1818" }, ACCEPTABLE, CHARACTERISED, "cancelled" },
    { { "before_request", "0", "status_1726" }, ACCEPTABLE, CHARACTERISED, "cancelled in the bind or in the gap" },
    { { "before_request", "0", "status_1818" }, ACCEPTABLE, CHARACTERISED, "cancelled in the bind or in the gap" },
    { { "never", "none", "status_1726" }, INTERESTING, CHARACTERISED, "it failed before it came so far: no cancel" },
    { { "before_request", "0", "lost" }, INTERESTING, CHARACTERISED, "between the bind and the wait for the reply" },
};

/* One connection a trial: who abandons a call may keep its connection. */
static void hold_every_reply(struct script *script)
{
    for (;;) {
        accept_connection(script);
        hold_requests(script, STAGE_HELD);
        reach(script, STAGE_SECOND);
    }
}

struct trial {
    const struct scene *scene;
    struct script *script;
    struct worker *worker;
    HANDLE thread;
    void *binding;
};

/* Whether the gate was seen before the call ended. Keeps the processor: the moment counts. */
static bool await_gate(const struct trial *trial, struct operation *call, uint64_t since_us)
{
    while (!count_wire_events(trial->script->log, since_us, has_ptype, &trial->scene->gate)) {
        if (has_ended(call) || now_us() - since_us > SEEN_DEADLINE_US)
            return false;
        SwitchToThread();
    }
    return true;
}

static bool request_was_seen(const struct trial *trial, uint64_t since_us, uint64_t until_us)
{
    static const enum co_ptype request = CO_REQUEST;
    struct wire_event event;
    return await_wire_event(trial->script->log, since_us, has_ptype, &request, 0, &event) && event.at_us <= until_us;
}

static void count_trial(struct storm *storm, struct operation *call, const char *came, const struct rpc_cancel *cancel)
{
    char end[32] = "lost";
    if (has_ended(call))
        snprintf(end, sizeof(end), "status_%ld", (long)remote_call_of(call)->status);
    const char *answer = !cancel ? "none" : cancel->exception ? "raised" : cancel->status ? "refused" : "0";
    count_outcome(storm, (const char *const[]){ came, answer, end });
}

/* One trial; false if its call did not end: then there must be no more. */
static bool try_once(struct test_case *t, const struct trial *trial, struct storm *storm)
{
    struct call_order order = {
        .peer = &trial->script->peer, .binding = trial->binding, .opnum = OP_HOLD, .cancel_timeout = 0
    };
    struct operation *call = prepare_call(t, trial->worker, &order);
    uint64_t since_us = now_us();
    start_operation(t, call);
    if (!await_gate(trial, call, since_us)) {
        count_trial(storm, call, "never", NULL);
        return has_ended(call);
    }
    spin_for(random_below(t, trial->scene->sweep_ns));
    struct rpc_cancel cancel = cancel_on_any_thread(trial->thread);
    bool after = request_was_seen(trial, since_us, cancel.before_us);
    await_end(call, after ? END_DEADLINE_MS : BEFORE_DEADLINE_MS);
    count_trial(storm, call, after ? "after_request" : "before_request", &cancel);
    if (!has_ended(call))
        cancel_until_ended(t, trial->thread, call);
    bool ended = has_ended(call);
    let_script_go(trial->script, STAGE_HELD);
    await_stage_again(t, trial->script, STAGE_SECOND);
    return ended;
}

static void storm_in_the_gap(struct test_case *t)
{
    struct trial trial = { VARIANT(t, struct scene), start_script(t, hold_every_reply), start_worker(t), NULL, NULL };
    trial.thread = full_handle_of(t, trial.worker);
    trial.binding = bind_to_script(t, trial.script);
    struct storm *storm = begin_storm(t, "races", fields, rules, sizeof(rules) / sizeof(rules[0]), CHARACTERISED);
    while (!is_storm_over(storm, trial.scene->trials) && try_once(t, &trial, storm))
        continue;
    end_storm(storm);
}

TEST(storm_in_the_gap, .clause = "RCT-RACE-GAP", .variants = VARIANTS(scenes, name), .tiers = CHARACTERISED,
     .class = EXCLUSIVE, .needs = "cpus:2", .supports = "RpcCancelThread ncacn_ip_tcp");
