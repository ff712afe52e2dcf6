/* One race: an operation, cancels aimed at its thread, and maybe a rival that ends it in its own way, all let go at one
 * instant and each held back by a delay of its own.
 *
 * run_race() is one trial and no more. Which delays to try, how often, and what the outcome is called, is up to the
 * caller: a loop over random delays with storm.h today, one that sweeps them is as easy. A race costs no thread and no
 * pipe per trial.
 */
#ifndef WINCANCEL_RACE_H
#define WINCANCEL_RACE_H

#include "operation.h"

#define RACE_MAX_CANCELS 8u

struct race_setup {
    const struct operation_kind *kind;          /* of the operation that takes part */
    void (*rival)(struct operation *operation); /* NULL: there is none. kind->release is a usual one */
    unsigned cancels;                           /* threads that cancel, once each: 1 to RACE_MAX_CANCELS */
    /* NULL: CancelSynchronousIo of the thread. Runs on a thread of its own. */
    struct call (*cancel)(struct operation *operation, HANDLE thread);
};

/* From the common start to the call, in nanoseconds. That of an operation that blocks already is not used. */
struct race_delays {
    uint32_t operation;
    uint32_t rival;
    uint32_t cancels[RACE_MAX_CANCELS];
};

struct race;

/* Makes the threads. `setup` is copied. */
struct race *make_race(struct test_case *t, const struct race_setup *setup);
/* The thread that performs the operations. */
struct worker *racer_of(struct race *race);

/* A new operation for the next trial; on the handles of `previous` if that is not NULL and has ended. It starts with
 * the others; or, if it `blocks_before`, it is started now and blocks when this returns, so that the others race for it
 * alone. */
struct operation *prepare_race(struct test_case *t, struct race *race, struct operation *previous, bool blocks_before);
/* Runs the trial. When it returns the rival and every cancel have returned; whether the operation has ended is to be
 * seen. UNRESOLVED if one of them does not return. */
void run_race(struct test_case *t, struct race *race, struct operation *operation, const struct race_delays *delays);
/* What the cancels of the last trial gave, setup.cancels of them. */
const struct call *calls_of(const struct race *race);

/* Keeps the processor for that long. */
void spin_for(uint32_t nanoseconds);

/* Random ones, all below a limit which is itself drawn from some of different magnitude, since the window of a race is
 * some microseconds wide on one implementation and hundreds on another; and in two trials of three one side starts
 * without any. */
struct race_delays random_delays(struct test_case *t);

#endif
