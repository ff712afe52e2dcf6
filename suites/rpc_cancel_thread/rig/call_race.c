#include "call_race.h"

#include <stdio.h>

#include "cancel.h"

#define END_DEADLINE_MS 5000u

/* In the words of an operation's cancel, which is what races know. */
static struct call cancel_its_thread(struct operation *operation, HANDLE thread)
{
    struct rpc_cancel cancel = cancel_rpc_thread(thread);
    (void)operation;
    return (struct call){ .returned = !cancel.exception && cancel.status == RPC_S_OK,
                          .last_error = cancel.exception,
                          .elapsed_us = cancel.after_us - cancel.before_us,
                          .attempts = 1 };
}

static void free_last_binding(void *race_)
{
    struct call_race *race = race_;
    subject.RpcBindingFree(&race->order.binding);
}

void renew_binding(struct test_case *t, struct call_race *race)
{
    free_last_binding(race);
    race->order.binding = make_binding(t, race->server->protseq, race->server->endpoint);
    need_echo(t, race->order.binding, race->order.peer);
}

struct call_race *make_call_race(struct test_case *t, struct server *server, enum opnum opnum)
{
    struct race_setup setup = { .kind = &remote_call_kind, .cancels = 1, .cancel = cancel_its_thread };
    struct call_race *race = memory_of_case(t, sizeof(*race));
    if (opnum == OP_HOLD)
        setup.rival = remote_call_kind.release;
    race->server = server;
    race->order.peer = &server->peer;
    race->order.opnum = opnum;
    race->order.binding = make_binding(t, server->protseq, server->endpoint);
    after_case(t, free_last_binding, race);
    need_echo(t, race->order.binding, race->order.peer);
    race->race = make_race(t, &setup);
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
        snprintf(race->end, sizeof(race->end), "status_%ld", call->status);
    else
        snprintf(race->end, sizeof(race->end), "%s", has_own_reply(call) ? "returned" : "foreign_reply");
}

bool try_call(struct test_case *t, struct call_race *race)
{
    struct race_delays delays = draw_delays(t, race->order.opnum);
    bool blocks_before = race->call && race->order.opnum == OP_HOLD && random_below(t, 2);
    if (race->call)
        order_call(race->call, &race->order);
    bool is_first = !race->call; /* it has nowhere to put its order before it is prepared */
    race->call = prepare_race(t, race->race, race->call, blocks_before);
    if (is_first)
        order_call(race->call, &race->order);
    run_race(t, race->race, race->call, &delays);
    await_end(race->call, END_DEADLINE_MS);
    const struct call *cancel = calls_of(race->race);
    race->cancel = cancel->returned ? "0" : cancel->last_error ? "raised" : "refused";
    word_of_end(race);
    return has_ended(race->call);
}
