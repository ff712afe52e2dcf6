/* CSIO-NOWAIT-1: the call returns without waiting for the end of what it cancels. The page names no time: the bound is
 * ours, and far above what a call needs that does not wait. */
#include "modes.h"
#include "operations/pipe_connect.h"
#include "operations/pipe_read.h"
#include "operations/pipe_write.h"

#define ROUNDS             16u
#define BOUND_US           1000000u
#define RETURN_DEADLINE_MS 3000u
#define MAX_ROUNDS_US      UINT64_C(1500000) /* who waits in each of them gets fewer */

static const struct blocked {
    const char *name;
    const struct operation_kind *kind;
} kinds[] = {
    { "ReadFile_anonymous", &anonymous_pipe_read },
    { "ReadFile_server", &named_pipe_read_server },
    { "ConnectNamedPipe", &connect_named_pipe },
    { "WriteFile_client", &named_pipe_write_client },
};

static void returns_in_time(struct test_case *t)
{
    struct worker *worker = start_worker(t);
    HANDLE thread = full_handle_of(t, worker);
    struct operation *operation = NULL;
    struct call cancel = { .returned = FALSE };
    uint64_t longest = 0;
    bool came_back = true;
    for (unsigned i = 0; i < ROUNDS; ++i) {
        operation = start_blocked_on(t, worker, VARIANT(t, struct blocked)->kind);
        came_back = take_on_canceller(t, thread, operation, RETURN_DEADLINE_MS, &cancel);
        if (came_back && cancel.elapsed_us > longest)
            longest = cancel.elapsed_us;
        if (!came_back || !cancel.returned || !await_end(operation, RETURN_DEADLINE_MS) ||
            longest > scaled_ms(BOUND_US / 1000) * UINT64_C(1000))
            break; /* one failure is enough, and the case has a budget */
    }
    check_bool(t, DOCUMENTED, "cancel.came_back", came_back, true);
    check_elapsed(t, DOCUMENTED, "cancel.longest", longest, 0, BOUND_US);
    if (came_back)
        witness_taken(t, "operation", operation, cancel);
}

TEST(returns_in_time, .clause = "CSIO-NOWAIT-1", .variants = VARIANTS(kinds, name), .tiers = DOCUMENTED,
     .class = EXCLUSIVE, .supports = "CancelSynchronousIo");

/* An operation that ends at once does not show in the time whether anybody waited for it. But a call that is back while
 * the thread is still inside the operation has not: how often that is seen. */
static void back_before_the_end(struct test_case *t)
{
    struct worker *worker = start_worker(t);
    HANDLE thread = full_handle_of(t, worker);
    unsigned taken = 0, back_first = 0;
    uint64_t deadline = now_us() + MAX_ROUNDS_US;
    for (unsigned i = 0; i < 4 * ROUNDS && now_us() < deadline; ++i) {
        struct operation *read = start_blocked_on(t, worker, &anonymous_pipe_read);
        struct call cancel = call_cancel_synchronous_io(t, thread);
        bool ended = has_ended(read);
        if (cancel.returned) {
            ++taken;
            back_first += !ended;
        } else {
            release_operation(t, read);
        }
        if (!await_end(read, RETURN_DEADLINE_MS))
            unresolved(t, "a read did not end, though it was %s", cancel.returned ? "cancelled" : "released");
    }
    note_attempts(t, "taken", taken);
    note_attempts(t, "back_before_the_end", back_first);
}

TEST(back_before_the_end, .clause = "CSIO-NOWAIT-1", .tiers = CHARACTERISED, .class = EXCLUSIVE, .needs = "cpus:2",
     .supports = "CancelSynchronousIo");
