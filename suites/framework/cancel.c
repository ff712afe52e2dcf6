/* Calls of the function under test. */
#include "cancel.h"

#include "worker.h"

#define TAKEN_DEADLINE_MS 1500u
#define EAGER_CALLS       32u /* before those with a pause between them */

struct call cancel_once(HANDLE thread)
{
    struct call call = { .attempts = 1 };
    SetLastError(SENTINEL_ERROR);
    uint64_t start = now_us();
    call.returned = subject.CancelSynchronousIo(thread);
    call.last_error = GetLastError();
    call.elapsed_us = now_us() - start;
    return call;
}

static void need_export(struct test_case *t)
{
    if (!subject.CancelSynchronousIo)
        unsupported(t, "CancelSynchronousIo is not exported");
}

struct call call_cancel_synchronous_io(struct test_case *t, HANDLE thread)
{
    DWORD error = GetLastError();
    need_export(t);
    struct call call = cancel_once(thread);
    SetLastError(error);
    return call;
}

static struct call call_until_taken(HANDLE thread, struct operation *operation)
{
    uint64_t deadline = now_us() + scaled_ms(TAKEN_DEADLINE_MS) * UINT64_C(1000), longest = 0;
    unsigned attempts = 0;
    struct call call;
    do {
        call = cancel_once(thread);
        longest = call.elapsed_us > longest ? call.elapsed_us : longest;
        ++attempts;
    } while (!call.returned && call.last_error == ERROR_NOT_FOUND && now_us() < deadline &&
             WaitForSingleObject(operation->ended, attempts < EAGER_CALLS ? 0 : 1) != WAIT_OBJECT_0);
    call.attempts = attempts;
    call.elapsed_us = longest;
    return call;
}

struct call cancel_until_taken(struct test_case *t, HANDLE thread, struct operation *operation)
{
    DWORD error = GetLastError();
    need_export(t);
    struct call call = call_until_taken(thread, operation);
    SetLastError(error);
    return call;
}

/* ---- on a thread of its own ---------------------------------------------------------------------------------------
 */

struct canceller {
    HANDLE thread;
    HANDLE target;
    struct operation *operation; /* to be taken; NULL: one call, whatever it answers */
    struct call call;
};

static DWORD WINAPI cancel_thread(void *argument)
{
    struct canceller *canceller = argument;
    canceller->call = canceller->operation ? call_until_taken(canceller->target, canceller->operation)
                                           : cancel_once(canceller->target);
    return 0;
}

static void end_canceller(void *argument)
{
    struct canceller *canceller = argument;
    WaitForSingleObject(canceller->thread, scaled_ms(2000)); /* one that hangs is ended with its child */
    CloseHandle(canceller->thread);
}

static bool run_canceller(struct test_case *t, HANDLE thread, struct operation *operation, unsigned milliseconds,
                          struct call *call)
{
    need_export(t);
    struct canceller *canceller = memory_of_case(t, sizeof(*canceller));
    canceller->target = thread;
    canceller->operation = operation;
    canceller->thread = CreateThread(NULL, 0, cancel_thread, canceller, 0, NULL);
    need(t, canceller->thread != NULL, "CreateThread for a canceller");
    after_case(t, end_canceller, canceller);
    if (WaitForSingleObject(canceller->thread, scaled_ms(milliseconds)) != WAIT_OBJECT_0) {
        discard_child(t, "a cancel did not return");
        return false;
    }
    *call = canceller->call;
    return true;
}

bool call_on_canceller(struct test_case *t, HANDLE thread, unsigned milliseconds, struct call *call)
{
    return run_canceller(t, thread, NULL, milliseconds, call);
}

bool take_on_canceller(struct test_case *t, HANDLE thread, struct operation *operation, unsigned milliseconds,
                       struct call *call)
{
    return run_canceller(t, thread, operation, TAKEN_DEADLINE_MS + milliseconds, call);
}

void check_refused(struct test_case *t, enum tier tier, struct call call, enum tier error_tier, struct allowed errors)
{
    check_bool(t, tier, "cancel.returned", call.returned != FALSE, false);
    check_error(t, error_tier, "cancel.last_error", call.last_error, errors);
    note_elapsed(t, "cancel.elapsed", call.elapsed_us);
}

bool check_accepted(struct test_case *t, enum tier tier, struct call call)
{
    check_bool(t, tier, "cancel.returned", call.returned != FALSE, true);
    note_error(t, "cancel.last_error", call.last_error);
    note_elapsed(t, "cancel.elapsed", call.elapsed_us);
    note_attempts(t, "cancel.attempts", call.attempts);
    return call.returned != FALSE;
}
