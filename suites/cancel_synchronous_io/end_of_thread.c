/* CSIO-EXIT-1: the end of the blocked thread, or of its process, also ends the operation. */
#include "operations/pipe_read.h"
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
 */

struct reading_thread {
    HANDLE thread;
    HANDLE read_end;
    HANDLE write_end;
    volatile LONG returned;
    unsigned char data[OPERATION_DATA];
};

static DWORD WINAPI read_and_block(void *argument)
{
    struct reading_thread *reading = argument;
    DWORD size;
    subject.ReadFile(reading->read_end, reading->data, OPERATION_DATA, &size, NULL);
    InterlockedExchange(&reading->returned, 1);
    return 0;
}

static void end_reading_thread(void *argument)
{
    struct reading_thread *reading = argument;
    TerminateThread(reading->thread, 0);
    subject.CloseHandle(reading->thread);
}

static struct reading_thread *start_reading_thread(struct test_case *t)
{
    struct reading_thread *reading = memory_of_case(t, sizeof(*reading));
    need(t, subject.CreatePipe(&reading->read_end, &reading->write_end, NULL, 0), "CreatePipe");
    close_after_case(t, reading->read_end);
    close_after_case(t, reading->write_end);
    reading->thread = subject.CreateThread(NULL, 0, read_and_block, reading, 0, NULL);
    need(t, reading->thread != NULL, "CreateThread");
    after_case(t, end_reading_thread, reading);
    uint64_t deadline = now_us() + scaled_ms(END_DEADLINE_MS) * UINT64_C(1000);
    while (subject.WaitForSingleObject(reading->read_end, 0) != WAIT_TIMEOUT && now_us() < deadline)
        SwitchToThread();
    if (subject.WaitForSingleObject(reading->read_end, 0) != WAIT_TIMEOUT || reading->returned)
        unresolved(t, "a read was not seen to block in time");
    return reading;
}

static void end_of_thread(struct test_case *t)
{
    DWORD written;
    struct reading_thread *reading = start_reading_thread(t);

    need(t, subject.TerminateThread(reading->thread, 0), "TerminateThread");
    if (subject.WaitForSingleObject(reading->thread, scaled_ms(END_DEADLINE_MS)) != WAIT_OBJECT_0)
        unresolved(t, "the terminated thread did not end in time");

    need(t, subject.WriteFile(reading->write_end, RELEASE_DATA, RELEASE_DATA_SIZE, &written, NULL), "WriteFile");
    struct operation *read = prepare_operation(t, start_worker(t), &given_read);
    read->handle = reading->read_end;
    start_operation(t, read);
    if (check_bool(t, DOCUMENTED, "next_read.ended", await_end(read, END_DEADLINE_MS), true)) {
        char why[160] = "";
        check_bool(t, DOCUMENTED, "next_read.got_all", read_all_data(read, why, sizeof(why)), true);
    }
    note_bool(t, "first_read.returned", reading->returned != 0);
    positive_control(t, start_worker(t), &anonymous_pipe_read);
}

TEST(end_of_process, .clause = "CSIO-EXIT-1", .tiers = DOCUMENTED, .isolated = true, .supports = "CancelSynchronousIo");
TEST(end_of_thread, .clause = "CSIO-EXIT-1", .tiers = DOCUMENTED, .isolated = true, .supports = "CancelSynchronousIo");
