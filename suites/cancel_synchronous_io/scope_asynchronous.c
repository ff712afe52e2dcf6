/* CSIO-SCOPE-3: with the synchronous operation of a thread, its asynchronous ones are not cancelled.
 * CSIO-MARK-ANY-1: the page says so in its purpose, and in its remarks that everything is marked which the thread has
 * pending. */
#include <string.h>

#include "modes.h"
#include "operations/pipe_read.h"
#include "overlapped_read.h"

#define SETTLED_MS 2000u

static void asynchronous_goes_on(struct test_case *t)
{
    struct worker *worker = start_worker(t);
    struct overlapped_read *before = start_overlapped_read_on(t, worker, make_overlapped_pipe(t));
    struct overlapped_read *elsewhere = start_overlapped_read(t, make_overlapped_pipe(t)); /* of the body's thread */
    struct operation *read = start_blocked_on(t, worker, &anonymous_pipe_read);

    struct call cancel = cancel_until_taken(t, full_handle_of(t, worker), read);

    witness_taken(t, "read", read, cancel);
    witness_read_undisturbed(t, OBSERVED, "asynchronous", before);
    witness_read_undisturbed(t, DOCUMENTED, "of_another_thread", elsewhere);
}

TEST(asynchronous_goes_on, .clause = "CSIO-SCOPE-3", .tiers = DOCUMENTED | OBSERVED, .supports = "CancelSynchronousIo");

/* Which sentence the answer and the fate of the asynchronous read agree with; both must agree with the same one. */
static const char *reading_of(bool found, bool blocks_too, const char *outcome)
{
    if (!strcmp(outcome, "completed") && found == blocks_too)
        return "synchronous_only";
    if (!strcmp(outcome, "aborted") && found)
        return "everything_pending";
    return "neither";
}

static const struct load {
    const char *name;
    bool blocks_too;
} loads[] = {
    { "ASYNCHRONOUS_ALONE", false },
    { "BESIDE_A_BLOCKED_READ", true },
};

/* With nothing else to be found. After TRUE the remarks were followed, and the asynchronous read is about to end. */
static void judge_alone(struct test_case *t, struct overlapped_read *asynchronous, struct call cancel)
{
    note_bool(t, "cancel.returned", cancel.returned != FALSE);
    if (cancel.returned)
        outcome_of_read(asynchronous, SETTLED_MS, NULL, NULL);
    else
        check_error(t, DOCUMENTED, "cancel.last_error", cancel.last_error, ALLOW(ERROR_NOT_FOUND));
}

static void which_reading(struct test_case *t)
{
    bool blocks_too = VARIANT(t, struct load)->blocks_too;
    struct worker *worker = start_worker(t);
    struct overlapped_read *asynchronous = start_overlapped_read_on(t, worker, make_overlapped_pipe(t));
    struct operation *read = blocks_too ? start_blocked_on(t, worker, &anonymous_pipe_read) : NULL;

    struct call cancel = read ? cancel_until_taken(t, full_handle_of(t, worker), read)
                              : call_cancel_synchronous_io(t, full_handle_of(t, worker));

    if (read && !witness_taken(t, "read", read, cancel))
        return;
    if (!read)
        judge_alone(t, asynchronous, cancel);
    need(t, write_release_data(asynchronous->pipe), "WriteFile to the peer of an overlapped read");
    const char *outcome = outcome_of_read(asynchronous, SETTLED_MS, NULL, NULL);
    note_outcome(t, "asynchronous.outcome", outcome);
    check_outcome(t, AMBIGUOUS, "reading", reading_of(cancel.returned != FALSE, blocks_too, outcome),
                  "synchronous_only|everything_pending");
    positive_control(t, worker, &named_pipe_read_client);
}

TEST(which_reading, .clause = "CSIO-MARK-ANY-1", .variants = VARIANTS(loads, name), .tiers = DOCUMENTED | AMBIGUOUS,
     .supports = "CancelSynchronousIo");
