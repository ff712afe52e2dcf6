#include "race.h"

#include "cancel.h"
#include "worker.h"

#define RETURN_DEADLINE_MS 5000u
#define SPINS_PER_YIELD    64u
#define LEAD_NS            20000u /* so that who gave its processor away is back when the race begins */

/* A kind of operation whose call is held back to its moment. */
struct held_kind {
    struct operation_kind kind; /* first, so that operation->kind leads here */
    const struct operation_kind *held;
    struct race *race;
};

/* A thread that cancels, or the rival. */
struct party {
    struct race *race;
    struct operation *operation; /* performed once a trial */
    uint32_t delay;
    struct call call;
};

struct race {
    struct race_setup setup;
    struct held_kind kind;
    struct worker *racer;
    HANDLE thread; /* the racer's, for the cancels */
    struct party rival;
    struct party cancels[RACE_MAX_CANCELS];
    struct call calls[RACE_MAX_CANCELS];
    struct operation *operation; /* of this trial */
    uint32_t operation_delay;
    bool held; /* it starts with the others */
    LONG parties;
    volatile LONG arrived;
    volatile LONG gone;
    LARGE_INTEGER start;
};

/* ---- the common start ---------------------------------------------------------------------------------------------
 */

static void spin_until(LARGE_INTEGER start, uint32_t nanoseconds)
{
    LARGE_INTEGER now, frequency;
    QueryPerformanceFrequency(&frequency);
    int64_t ticks = (int64_t)((uint64_t)nanoseconds * (uint64_t)frequency.QuadPart / UINT64_C(1000000000));
    do
        QueryPerformanceCounter(&now);
    while (now.QuadPart - start.QuadPart < ticks);
}

void spin_for(uint32_t nanoseconds)
{
    LARGE_INTEGER start;
    QueryPerformanceCounter(&start);
    spin_until(start, nanoseconds);
}

/* The last to arrive lets all go. Those who wait give their processor away now and then: there may be fewer of those.
 */
static void start_together(struct race *race, uint32_t delay)
{
    if (InterlockedIncrement(&race->arrived) == race->parties) {
        QueryPerformanceCounter(&race->start);
        InterlockedExchange(&race->gone, 1);
    }
    for (unsigned spins = 0; !InterlockedCompareExchange(&race->gone, 1, 1); ++spins)
        if (spins % SPINS_PER_YIELD == SPINS_PER_YIELD - 1)
            SwitchToThread();
    spin_until(race->start, LEAD_NS + delay);
}

static void perform_held(struct operation *operation)
{
    const struct held_kind *kind = (const struct held_kind *)operation->kind;
    if (kind->race->held)
        start_together(kind->race, kind->race->operation_delay);
    SetLastError(SENTINEL_ERROR);
    kind->held->perform(operation);
}

static void perform_cancel(struct operation *operation)
{
    struct party *party = operation->state;
    struct race *race = party->race;
    start_together(race, party->delay);
    party->call = race->setup.cancel ? race->setup.cancel(race->operation, race->thread) : cancel_once(race->thread);
}

static void perform_rival(struct operation *operation)
{
    struct party *party = operation->state;
    start_together(party->race, party->delay);
    party->race->setup.rival(party->race->operation);
}

static const struct operation_kind cancelling = { .name = "racing_cancel", .perform = perform_cancel };
static const struct operation_kind rivalling = { .name = "rival", .perform = perform_rival };

/* Whoever still waits for the start when the case is over must not wait for ever. */
static void open_start(void *argument)
{
    InterlockedExchange(&((struct race *)argument)->gone, 1);
}

/* ---- a race -------------------------------------------------------------------------------------------------------
 */

static void make_party(struct test_case *t, struct race *race, struct party *party, const struct operation_kind *kind)
{
    party->race = race;
    party->operation = prepare_operation(t, start_worker(t), kind);
    party->operation->state = party;
}

/* Each side gets a processor of its own: two threads that share one take turns, and never race. Without a rival the
 * operation is the other side; with one, what it does comes after the operation's call anyway. */
static void place_parties(struct race *race)
{
    DWORD_PTR allowed = 0, of_system = 0, processors[RACE_MAX_CANCELS];
    unsigned count = 0;
    GetProcessAffinityMask(GetCurrentProcess(), &allowed, &of_system);
    for (DWORD_PTR bit = 1; bit && count < RACE_MAX_CANCELS; bit <<= 1)
        if (allowed & bit)
            processors[count++] = bit;
    if (count < 2)
        return;
    SetThreadAffinityMask(race->racer->thread, processors[count > 2 ? 2 : 1]);
    if (race->setup.rival)
        SetThreadAffinityMask(race->rival.operation->worker->thread, processors[1]);
    for (unsigned i = 0; i < race->setup.cancels; ++i)
        SetThreadAffinityMask(race->cancels[i].operation->worker->thread, processors[i % count]);
}

struct race *make_race(struct test_case *t, const struct race_setup *setup)
{
    struct race *race = memory_of_case(t, sizeof(*race));
    if (!setup->cancels || setup->cancels > RACE_MAX_CANCELS)
        unresolved(t, "a race has 1 to %u cancels, not %u", RACE_MAX_CANCELS, setup->cancels);
    race->setup = *setup;
    race->kind.kind = *setup->kind;
    race->kind.kind.perform = perform_held;
    race->kind.held = setup->kind;
    race->kind.race = race;
    race->racer = start_worker(t);
    race->thread = full_handle_of(t, race->racer);
    if (setup->rival)
        make_party(t, race, &race->rival, &rivalling);
    for (unsigned i = 0; i < setup->cancels; ++i)
        make_party(t, race, &race->cancels[i], &cancelling);
    place_parties(race);
    after_case(t, open_start, race);
    return race;
}

struct worker *racer_of(struct race *race)
{
    return race->racer;
}

const struct call *calls_of(const struct race *race)
{
    return race->calls;
}

struct operation *prepare_race(struct test_case *t, struct race *race, struct operation *previous, bool blocks_before)
{
    struct operation *operation =
        previous ? prepare_again(t, race->racer, previous) : prepare_operation(t, race->racer, &race->kind.kind);
    race->held = !blocks_before;
    race->parties = (LONG)race->setup.cancels + (race->setup.rival != NULL) + race->held;
    if (blocks_before) {
        start_operation(t, operation);
        wait_until_blocked(t, operation);
    }
    return operation;
}

static void let_start(struct test_case *t, struct party *party, uint32_t delay)
{
    party->delay = delay;
    ResetEvent(party->operation->ended); /* it is the same operation in every trial */
    start_operation(t, party->operation);
}

static void await_return(struct test_case *t, struct party *party, const char *what)
{
    if (!await_end(party->operation, RETURN_DEADLINE_MS))
        unresolved(t, "%s did not return", what);
}

void run_race(struct test_case *t, struct race *race, struct operation *operation, const struct race_delays *delays)
{
    race->arrived = 0;
    race->gone = 0;
    race->operation = operation;
    race->operation_delay = delays->operation;
    if (race->held)
        start_operation(t, operation);
    if (race->setup.rival) {
        operation->released = true; /* where the rival is its release, there is no second one */
        let_start(t, &race->rival, delays->rival);
    }
    for (unsigned i = 0; i < race->setup.cancels; ++i)
        let_start(t, &race->cancels[i], delays->cancels[i]);
    for (unsigned i = 0; i < race->setup.cancels; ++i) {
        await_return(t, &race->cancels[i], "a cancel in a race");
        race->calls[i] = race->cancels[i].call;
    }
    if (race->setup.rival)
        await_return(t, &race->rival, "the rival in a race");
}

struct race_delays random_delays(struct test_case *t)
{
    static const uint32_t limits[] = { 2000, 10000, 40000, 150000, 400000 };
    struct race_delays delays;
    uint32_t limit = limits[random_below(t, sizeof(limits) / sizeof(limits[0]))];
    uint32_t ahead = random_below(t, 3); /* 0: nobody, 1: the operation and its rival, 2: the cancels */
    delays.operation = ahead == 1 ? 0 : random_below(t, limit);
    delays.rival = ahead == 1 ? 0 : random_below(t, limit);
    for (unsigned i = 0; i < RACE_MAX_CANCELS; ++i)
        delays.cancels[i] = ahead == 2 ? 0 : random_below(t, limit);
    return delays;
}
