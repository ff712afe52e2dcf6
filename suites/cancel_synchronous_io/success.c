/* CSIO-RET-OK-1, CSIO-RET-OK-2: the call that cancels answers with a value other than zero, and leaves the last error
 * alone. */
#include "modes.h"
#include "operations/pipe_connect.h"
#include "operations/pipe_kinds.h"
#include "operations/pipe_read.h"
#include "operations/pipe_wait.h"
#include "operations/pipe_write.h"

/* TRUE proves nothing if nothing was cancelled. */
static void need_effect(struct test_case *t, struct operation *operation, struct call cancel)
{
    if (cancel.returned && !await_end(operation, 5000))
        unresolved(t, "the cancel answered TRUE, but %s still blocks", operation->kind->name);
}

static void is_non_zero(struct test_case *t)
{
    const struct pipe_kind *row = VARIANT(t, struct pipe_kind);
    struct operation *operation = start_blocked(t, row->kind);

    struct call cancel = cancel_until_taken(t, full_handle_of(t, operation->worker), operation);

    need_effect(t, operation, cancel);
    check_bool(t, row->general, "cancel.returned", cancel.returned != FALSE, true);
    note_count(t, "cancel.value", (DWORD)cancel.returned);
    note_outcome(t, "operation.outcome", outcome_of(operation));
}

/* Asserted by Wine's tests for ConnectNamedPipe; nothing suggests that the kind of operation matters. */
static const struct untouched {
    const char *name;
    const struct operation_kind *kind;
    enum tier tier;
} untouched[] = {
    { "ConnectNamedPipe", &connect_named_pipe, OBSERVED },
    { "ReadFile", &anonymous_pipe_read, CHARACTERISED },
    { "WriteFile", &anonymous_pipe_write, CHARACTERISED },
    { "WaitNamedPipe", &wait_named_pipe, CHARACTERISED },
};

static void leaves_last_error(struct test_case *t)
{
    const struct untouched *row = VARIANT(t, struct untouched);
    struct operation *operation = start_blocked(t, row->kind);

    struct call cancel = need_cancelled(t, operation);

    check_error(t, row->tier, "cancel.last_error", cancel.last_error, ALLOW(SENTINEL_ERROR));
}

TEST(is_non_zero, .clause = "CSIO-RET-OK-1", .variants = VARIANTS(pipe_kinds, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
TEST(leaves_last_error, .clause = "CSIO-RET-OK-2", .variants = VARIANTS(untouched, name), .tiers = OBSERVED,
     .supports = "CancelSynchronousIo");
