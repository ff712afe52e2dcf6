/* CSIO-RET-FAIL-1 and CSIO-STUB-1: whatever the reason to fail, the call returns zero and sets the last error, and
 * never says that it is not implemented.
 */
#include "handles.h"
#include "operation.h"
#include "operations/pipe_read.h"
#include "wincancel_test.h"

/* ---- ways to fail: a handle each, made while `read` blocks ---------------------------------------------------------
 */

static HANDLE own_thread(struct test_case *t, struct operation *read)
{
    (void)t, (void)read;
    return subject.GetCurrentThread();
}

static HANDLE idle_thread(struct test_case *t, struct operation *read)
{
    (void)read;
    return full_handle_of(t, start_worker(t));
}

static HANDLE ended_thread(struct test_case *t, struct operation *read)
{
    (void)read;
    struct worker *worker = start_worker(t);
    HANDLE thread = full_handle_of(t, worker);
    finish_worker(t, worker);
    return thread;
}

static HANDLE thread_by_too_little_access(struct test_case *t, struct operation *read)
{
    return duplicate_thread(t, read->worker, THREAD_ALL_ACCESS & ~THREAD_TERMINATE);
}

static HANDLE idle_thread_by_too_little_access(struct test_case *t, struct operation *read)
{
    (void)read;
    return duplicate_thread(t, start_worker(t), SYNCHRONIZE);
}

static HANDLE garbage(struct test_case *t, struct operation *read)
{
    (void)t, (void)read;
    return (HANDLE)(uintptr_t)0xDEADBEEFu;
}

static HANDLE nothing(struct test_case *t, struct operation *read)
{
    (void)t, (void)read;
    return NULL;
}

static HANDLE closed(struct test_case *t, struct operation *read)
{
    return make_closed_handle_of(t, read->worker);
}

static HANDLE event(struct test_case *t, struct operation *read)
{
    (void)read;
    return make_event_handle(t);
}

static HANDLE file(struct test_case *t, struct operation *read)
{
    (void)read;
    return make_file_handle(t);
}

static HANDLE process(struct test_case *t, struct operation *read)
{
    (void)read;
    return make_process_handle(t);
}

static HANDLE current_process(struct test_case *t, struct operation *read)
{
    (void)t, (void)read;
    return subject.GetCurrentProcess();
}

static const struct way_to_fail {
    const char *name;
    enum tier tier; /* that it fails */
    HANDLE (*handle)(struct test_case *t, struct operation *read);
} ways_to_fail[] = {
    { "OWN_THREAD", DOCUMENTED, own_thread },
    { "IDLE_THREAD", DOCUMENTED, idle_thread },
    { "ENDED_THREAD", IMPLIED, ended_thread },
    { "WITHOUT_THREAD_TERMINATE", DOCUMENTED, thread_by_too_little_access },
    { "IDLE_WITHOUT_THREAD_TERMINATE", DOCUMENTED, idle_thread_by_too_little_access },
    { "GARBAGE", IMPLIED, garbage },
    { "NULL", IMPLIED, nothing },
    { "CLOSED_HANDLE", IMPLIED, closed },
    { "EVENT", IMPLIED, event },
    { "FILE", IMPLIED, file },
    { "PROCESS", IMPLIED, process },
    { "GetCurrentProcess", IMPLIED, current_process },
};

/* ---- cases ---------------------------------------------------------------------------------------------------------
 */

static DWORD error_after(HANDLE thread, DWORD preset, BOOL *returned)
{
    SetLastError(preset);
    *returned = subject.CancelSynchronousIo(thread);
    return GetLastError();
}

static void sets_the_last_error(struct test_case *t)
{
    const struct way_to_fail *way = VARIANT(t, struct way_to_fail);
    struct operation *read = start_blocked(t, &anonymous_pipe_read);
    HANDLE handle = way->handle(t, read);
    BOOL returned, returned_again;

    /* Once over a sentinel, once over success: what remains of either was not set. */
    DWORD error = error_after(handle, SENTINEL_ERROR, &returned);
    DWORD again = error_after(handle, ERROR_SUCCESS, &returned_again);

    check_bool(t, way->tier, "cancel.returned", returned != FALSE, false);
    check_bool(t, way->tier, "again.returned", returned_again != FALSE, false);
    check_not_error(t, DOCUMENTED, "cancel.last_error", error, SENTINEL_ERROR);
    check_bool(t, DOCUMENTED, "cancel.last_error.is_success", error == ERROR_SUCCESS, false);
    check_not_error(t, DOCUMENTED, "again.last_error", again, ERROR_SUCCESS);
    witness_undisturbed(t, way->tier, "read", read);
    positive_control(t, read->worker, &anonymous_pipe_read);
}

static void never_says_not_implemented(struct test_case *t)
{
    struct operation *read = start_blocked(t, &anonymous_pipe_read);

    struct call cancel = call_cancel_synchronous_io(t, VARIANT(t, struct way_to_fail)->handle(t, read));

    note_bool(t, "cancel.returned", cancel.returned != FALSE);
    check_not_error(t, IMPLIED, "cancel.last_error", cancel.last_error, ERROR_CALL_NOT_IMPLEMENTED);
    witness_undisturbed(t, IMPLIED, "read", read);
    positive_control(t, read->worker, &anonymous_pipe_read);
}

TEST(sets_the_last_error, .clause = "CSIO-RET-FAIL-1", .variants = VARIANTS(ways_to_fail, name),
     .tiers = DOCUMENTED | IMPLIED, .supports = "CancelSynchronousIo");
TEST(never_says_not_implemented, .clause = "CSIO-STUB-1", .variants = VARIANTS(ways_to_fail, name), .tiers = IMPLIED,
     .supports = "CancelSynchronousIo");
