/* The life of a blocking operation: prepared, started, seen to block, ended one way or the other, disposed of. */
#include "operation.h"

#include <stdio.h>

#include "worker.h"

#define BLOCK_DEADLINE_MS   5000u /* to be seen blocking */
#define RELEASE_DEADLINE_MS 5000u /* from the second way out to the end */
#define RESCUE_DEADLINE_MS  1000u /* of each attempt to end what a case left blocked */
#define EAGER_POLLS         64u   /* polls without any pause, before those with one */

void keep_result_with_error(struct operation *operation, BOOL returned, DWORD transferred, DWORD error)
{
    operation->result.error = error;
    operation->result.returned = returned != FALSE;
    operation->result.transferred = transferred;
}

void keep_result(struct operation *operation, BOOL returned, DWORD transferred)
{
    keep_result_with_error(operation, returned, transferred, GetLastError());
}

bool handle_is_busy(struct operation *operation)
{
    return subject.WaitForSingleObject(operation->handle, 0) == WAIT_TIMEOUT;
}

void need_signalled_handle(struct test_case *t, struct operation *operation)
{
    if (subject.WaitForSingleObject(operation->handle, 0) != WAIT_OBJECT_0)
        unresolved(t, "%s: its handle is not signalled before the operation, so it cannot show when it blocks",
                   operation->kind->name);
}

bool has_ended(struct operation *operation)
{
    return operation->started && WaitForSingleObject(operation->ended, 0) == WAIT_OBJECT_0;
}

bool await_end(struct operation *operation, unsigned milliseconds)
{
    return WaitForSingleObject(operation->ended, scaled_ms(milliseconds)) == WAIT_OBJECT_0;
}

static bool use_second_way_out(struct operation *operation)
{
    unsigned wait = RELEASE_DEADLINE_MS + operation->kind->ends_after_ms;
    if (!operation->released && operation->kind->release) {
        operation->released = true;
        operation->kind->release(operation);
    }
    return await_end(operation, wait);
}

/* After the case: the second way out, then the system's cancel, then the child is discarded. */
static void finish_operation(void *argument)
{
    struct operation *operation = argument;
    if (operation->started && !has_ended(operation) && !use_second_way_out(operation)) {
        uint64_t deadline = now_us() + scaled_ms(RESCUE_DEADLINE_MS) * UINT64_C(1000);
        if (operation->kind->force)
            operation->kind->force(operation);
        while (!await_end(operation, 20) && now_us() < deadline)
            CancelSynchronousIo(operation->worker->thread);
    }
    if (operation->started && !has_ended(operation)) {
        discard_child(operation->worker->t, "an operation did not end");
        return; /* its handles stay open: closing them could block too */
    }
    if (!operation->disposed && operation->kind->dispose)
        operation->kind->dispose(operation);
    operation->disposed = true;
    CloseHandle(operation->ended);
}

static struct operation *new_operation(struct test_case *t, struct worker *worker, const struct operation_kind *kind)
{
    struct operation *operation = memory_of_case(t, sizeof(*operation));
    operation->kind = kind;
    operation->worker = worker;
    operation->ended = CreateEventW(NULL, TRUE, FALSE, NULL);
    need(t, operation->ended != NULL, "CreateEvent for an operation");
    return operation;
}

struct operation *prepare_operation(struct test_case *t, struct worker *worker, const struct operation_kind *kind)
{
    struct operation *operation = new_operation(t, worker, kind);
    operation->state = memory_of_case(t, kind->state_size);
    after_case(t, finish_operation, operation);
    if (kind->prepare)
        kind->prepare(t, operation);
    return operation;
}

struct operation *prepare_again(struct test_case *t, struct worker *worker, struct operation *ended)
{
    struct operation *operation = new_operation(t, worker, ended->kind);
    operation->state = ended->state;
    operation->handle = ended->handle;
    operation->peer = ended->peer;
    ended->disposed = true;
    after_case(t, finish_operation, operation);
    return operation;
}

void start_operation(struct test_case *t, struct operation *operation)
{
    (void)t;
    operation->started = true;
    perform_on(operation->worker, operation);
}

static bool is_seen_blocking(struct operation *operation)
{
    if (!InterlockedCompareExchange(&operation->entered, 1, 1))
        return false;
    return !operation->kind->is_pending || operation->kind->is_pending(operation);
}

bool comes_to_block(struct test_case *t, struct operation *operation)
{
    uint64_t deadline = now_us() + scaled_ms(BLOCK_DEADLINE_MS) * UINT64_C(1000);
    for (unsigned polls = 0; !is_seen_blocking(operation); ++polls) {
        if (has_ended(operation))
            break;
        if (now_us() > deadline)
            unresolved(t, "%s was not seen to block in time", operation->kind->name);
        if (polls < EAGER_POLLS)
            SwitchToThread();
        else
            WaitForSingleObject(operation->ended, 1);
    }
    return !has_ended(operation);
}

void wait_until_blocked(struct test_case *t, struct operation *operation)
{
    if (!comes_to_block(t, operation))
        unresolved(t, "%s ended instead of blocking: returned %d, last error %lu", operation->kind->name,
                   operation->result.returned, (unsigned long)operation->result.error);
}

struct operation *start_blocked_on(struct test_case *t, struct worker *worker, const struct operation_kind *kind)
{
    struct operation *operation = prepare_operation(t, worker, kind);
    start_operation(t, operation);
    wait_until_blocked(t, operation);
    return operation;
}

struct operation *start_blocked(struct test_case *t, const struct operation_kind *kind)
{
    return start_blocked_on(t, start_worker(t), kind);
}

bool release_operation(struct test_case *t, struct operation *operation)
{
    (void)t;
    return use_second_way_out(operation);
}

const char *outcome_of(const struct operation *operation)
{
    if (WaitForSingleObject(operation->ended, 0) != WAIT_OBJECT_0)
        return "blocked";
    if (operation->result.returned)
        return "completed";
    return operation->result.error == ERROR_OPERATION_ABORTED ? "aborted" : "failed";
}
