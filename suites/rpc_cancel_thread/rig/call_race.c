#include "call_race.h"

#include <stdio.h>

#include "cancel.h"

#define END_DEADLINE_MS    5000u
#define MAX_SETTLING_CALLS 4u

/* In the words of an operation's cancel, which is what races know. */
static struct call cancel_its_thread(struct operation *operation, HANDLE thread)
{
    struct rpc_cancel cancel = cancel_on_any_thread(thread);
    (void)operation;
    return (struct call){ .returned = !cancel.exception && cancel.status == RPC_S_OK,
                          .last_error = cancel.exception,
                          .elapsed_us = cancel.after_us - cancel.before_us,
                          .attempts = 1 };
}

bool call_as_bystander(struct test_case *t, struct call_race *race, char end[32])
{
    struct call_order order = race->order;
    order.opnum = OP_ECHO;
    if (race->uncancelled && !has_ended(race->uncancelled))
        return false;
    race->uncancelled = race->uncancelled ? prepare_again(t, race->bystander, race->uncancelled)
                                          : prepare_operation(t, race->bystander, &remote_call_kind);
    order_call(race->uncancelled, &order);
    start_operation(t, race->uncancelled);
    const struct remote_call *call = remote_call_of(race->uncancelled);
    if (!await_end(race->uncancelled, END_DEADLINE_MS))
        snprintf(end, 32, "stuck");
    else
        snprintf(end, 32, "status_%ld",
                 (long)(call->status == RPC_S_OK && !has_own_reply(call) ? RPC_S_PROTOCOL_ERROR : call->status));
    return has_ended(race->uncancelled) && has_own_reply(call);
}

bool settle(struct test_case *t, struct call_race *race, char end[32])
{
    bool returned = call_as_bystander(t, race, end);
    for (unsigned calls = 1; calls < MAX_SETTLING_CALLS && !returned && has_ended(race->uncancelled); ++calls)
        returned = call_as_bystander(t, race, end);
    return returned;
}

struct call_race *make_call_race(struct test_case *t, struct server *server, enum opnum opnum)
{
    struct race_setup setup = { .kind = &remote_call_kind, .cancels = 1, .cancel = cancel_its_thread };
    struct call_race *race = memory_of_case(t, sizeof(*race));
    if (opnum == OP_HOLD)
        setup.rival = remote_call_kind.release;
    race->order = (struct call_order){ .peer = &server->peer, .binding = server->binding, .opnum = opnum };
    race->race = make_race(t, &setup);
    race->bystander = start_worker(t);
    return race;
}

/* A call lasts some hundred microseconds, or a millisecond or two if it has to connect; one that is held until a
 * message has come to the server lasts longer. */
static struct race_delays draw_delays(struct test_case *t, enum opnum opnum)
{
    static const uint32_t limits[] = { 50000, 200000, 800000, 3000000, 8000000 };
    struct race_delays delays = random_delays(t);
    delays.cancels[0] = random_below(t, limits[random_below(t, 4) + (opnum == OP_HOLD)]);
    return delays;
}

static void word_of_end(struct call_race *race)
{
    const struct remote_call *call = remote_call_of(race->call);
    if (!has_ended(race->call))
        snprintf(race->end, sizeof(race->end), "stuck");
    else if (call->exception)
        snprintf(race->end, sizeof(race->end), "raised");
    else if (call->status != RPC_S_OK)
        snprintf(race->end, sizeof(race->end), "status_%ld", (long)call->status);
    else
        snprintf(race->end, sizeof(race->end), "%s", has_own_reply(call) ? "returned" : "foreign_reply");
}

bool try_call(struct test_case *t, struct call_race *race)
{
    struct race_delays delays = draw_delays(t, race->order.opnum);
    race->call = prepare_race(t, race->race, race->call, false);
    order_call(race->call, &race->order);
    run_race(t, race->race, race->call, &delays);
    await_end(race->call, END_DEADLINE_MS);
    const struct call *cancel = calls_of(race->race);
    race->cancel = cancel->returned ? "0" : cancel->last_error ? "raised" : "refused";
    word_of_end(race);
    return has_ended(race->call);
}
