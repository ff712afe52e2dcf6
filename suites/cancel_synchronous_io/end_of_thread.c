/* CSIO-EXIT-1: the end of the blocked thread, or of its process, also ends the operation. */
#include "operations/pipe_read.h"
#include "operations/read_file.h"
#include "operations/stooge_read.h"
#include "wincancel_test.h"

#define END_DEADLINE_MS 5000u

/* ---- the process ---------------------------------------------------------------------------------------------------
 */

static void read_given(struct operation *operation)
{
    DWORD transferred = UNTOUCHED_COUNT;
    BOOL returned = subject.ReadFile(operation->handle, operation->data, OPERATION_DATA, &transferred, NULL);
    keep_result(operation, returned, transferred);
}

/* A read whose handle the case gives, and which has no second way out of its own. */
static const struct operation_kind given_read = {
    .name = "given_read",
    .is_io = true,
    .is_read = true,
    .perform = read_given,
    .is_pending = handle_is_busy,
};

/* ---- the process: our read at the other end of its pipe can only be ended by its end -------------------------------
 */

static void end_of_process(struct test_case *t)
{
    struct operation *read = start_blocked(t, &stooge_read);
    struct operation *peer = prepare_operation(t, start_worker(t), &given_read);
    peer->handle = stooge_of(read)->peer;
    start_operation(t, peer);
    wait_until_blocked(t, peer);

    terminate_stooge(stooge_of(read));

    if (check_bool(t, DOCUMENTED, "peer.ended", await_end(peer, END_DEADLINE_MS), true)) {
        check_bool(t, DOCUMENTED, "peer.returned", peer->result.returned != FALSE, false);
        check_error(t, CHARACTERISED, "peer.last_error", peer->result.error, ALLOW(ERROR_BROKEN_PIPE));
    }
    positive_control(t, start_worker(t), &anonymous_pipe_read);
}

/* ---- the thread alone: its read is withdrawn, so what is written afterwards is there for another thread's -----------
 *
 * The thread is one of another process, since a thread that is terminated may take its process's locks with it.
 */

static HANDLE handle_of_stooge(struct test_case *t, const struct stooge *stooge)
{
    HANDLE handle = NULL;
    need(t,
         subject.DuplicateHandle(stooge->companion.process, stooge->its_handle, subject.GetCurrentProcess(), &handle, 0,
                                 FALSE, DUPLICATE_SAME_ACCESS),
         "DuplicateHandle from another process");
    return close_after_case(t, handle);
}

static void terminate_thread_of_stooge(struct test_case *t, const struct operation *read)
{
    HANDLE thread = open_thread_of_stooge(t, read, THREAD_TERMINATE | SYNCHRONIZE);
    need(t, subject.TerminateThread(thread, 0), "TerminateThread");
    if (subject.WaitForSingleObject(thread, scaled_ms(END_DEADLINE_MS)) != WAIT_OBJECT_0)
        unresolved(t, "the terminated thread did not end in time");
}

static void end_of_thread(struct test_case *t)
{
    DWORD written;
    char why[160] = "";
    struct operation *read = start_blocked(t, &stooge_read);
    struct stooge *stooge = stooge_of(read);
    struct operation *next = prepare_operation(t, start_worker(t), &given_read);
    next->handle = handle_of_stooge(t, stooge);

    terminate_thread_of_stooge(t, read);

    need(t, subject.WriteFile(stooge->peer, RELEASE_DATA, RELEASE_DATA_SIZE, &written, NULL), "WriteFile");
    start_operation(t, next);
    if (check_bool(t, DOCUMENTED, "next_read.ended", await_end(next, END_DEADLINE_MS), true))
        check_bool(t, DOCUMENTED, "next_read.got_all", read_all_data(next, why, sizeof(why)), true);
    terminate_stooge(stooge);
    positive_control(t, start_worker(t), &anonymous_pipe_read);
}

TEST(end_of_process, .clause = "CSIO-EXIT-1", .tiers = DOCUMENTED, .isolated = true, .supports = "CancelSynchronousIo");
TEST(end_of_thread, .clause = "CSIO-EXIT-1", .tiers = DOCUMENTED, .isolated = true, .supports = "CancelSynchronousIo");
