/* CSIO-ACCESS-1 and -2 over combinations of rights: no combination without THREAD_TERMINATE will do, and each with it
 * will. All in one case: a blocked thread is asked through hundreds of handles, an idle one through as many.
 */
#include "operations/pipe_read.h"
#include "wincancel_test.h"

/* Every right that a thread's handle can carry, but THREAD_TERMINATE. */
#define OTHER_RIGHTS (THREAD_ALL_ACCESS & ~(DWORD)THREAD_TERMINATE)
#define RANDOM_MASKS 128u

static DWORD bit(unsigned number)
{
    return 1u << number & OTHER_RIGHTS;
}

/* What was answered through handles with one mask after the other. */
struct tally {
    uint64_t calls;
    uint64_t accepted;
    uint64_t unexpected_errors;
    DWORD expected_error;
    DWORD first_accepted;   /* mask */
    DWORD first_unexpected; /* mask */
    DWORD unexpected_error;
};

static void ask_with(struct test_case *t, struct worker *worker, DWORD access, struct tally *tally)
{
    HANDLE thread = NULL, process = subject.GetCurrentProcess();
    need(t, subject.DuplicateHandle(process, full_handle_of(t, worker), process, &thread, access, FALSE, 0),
         "DuplicateHandle of a thread");
    struct call cancel = call_cancel_synchronous_io(t, thread);
    subject.CloseHandle(thread);
    ++tally->calls;
    if (cancel.returned && !tally->accepted++)
        tally->first_accepted = access;
    if (!cancel.returned && cancel.last_error != tally->expected_error && !tally->unexpected_errors++) {
        tally->first_unexpected = access;
        tally->unexpected_error = cancel.last_error;
    }
}

/* Every pair of rights, all but each one, and some at random; `always` is added to each. */
static void ask_with_combinations(struct test_case *t, struct worker *worker, DWORD always, struct tally *tally)
{
    for (unsigned i = 0; i < 32; ++i)
        for (unsigned j = i + 1; j < 32; ++j)
            if (bit(i) && bit(j))
                ask_with(t, worker, bit(i) | bit(j) | always, tally);
    for (unsigned i = 0; i < 32; ++i)
        if (bit(i))
            ask_with(t, worker, (OTHER_RIGHTS & ~bit(i)) | always, tally);
    for (unsigned i = 0; i < RANDOM_MASKS; ++i) {
        DWORD mask = (random_below(t, 1u << 16) | random_below(t, 1u << 16) << 16) & OTHER_RIGHTS;
        ask_with(t, worker, (mask ? mask : SYNCHRONIZE) | always, tally);
    }
}

static void note_tally(struct test_case *t, const struct tally *tally)
{
    note_count(t, "calls", tally->calls);
    if (tally->accepted)
        note_access(t, "first_accepted", tally->first_accepted);
    if (tally->unexpected_errors) {
        note_access(t, "first_unexpected", tally->first_unexpected);
        note_error(t, "unexpected_error", tally->unexpected_error);
    }
}

static void no_combination_is_enough(struct test_case *t)
{
    struct operation *read = start_blocked(t, &anonymous_pipe_read);
    struct tally tally = { .expected_error = ERROR_ACCESS_DENIED };

    ask_with_combinations(t, read->worker, 0, &tally);

    note_tally(t, &tally);
    check_count(t, DOCUMENTED, "accepted", tally.accepted, ALLOW(0));
    check_count(t, CHARACTERISED, "unexpected_errors", tally.unexpected_errors, ALLOW(0));
    witness_undisturbed(t, DOCUMENTED, "read", read);
    positive_control(t, read->worker, &anonymous_pipe_read);
}

/* With the right, the answer is about the thread: idle, so there is nothing to cancel. */
static void every_combination_with_it_gets_an_answer(struct test_case *t)
{
    struct worker *idle = start_worker(t);
    struct tally tally = { .expected_error = ERROR_NOT_FOUND };

    ask_with_combinations(t, idle, THREAD_TERMINATE, &tally);

    note_tally(t, &tally);
    check_count(t, DOCUMENTED, "accepted", tally.accepted, ALLOW(0));
    check_count(t, DOCUMENTED, "unexpected_errors", tally.unexpected_errors, ALLOW(0));
    positive_control(t, idle, &anonymous_pipe_read);
}

TEST(no_combination_is_enough, .clause = "CSIO-ACCESS-2", .tiers = DOCUMENTED, .supports = "CancelSynchronousIo");
TEST(every_combination_with_it_gets_an_answer, .clause = "CSIO-ACCESS-1", .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
