/* CSIO-BLOCK-1: left alone, a blocked operation lasts until it completes, or until its peer goes. Everything else rests
 * on that: an operation that ends by itself would look cancelled. */
#include "modes.h"
#include "operations/pipe_ends.h"
#include "operations/pipe_flush.h"
#include "operations/pipe_kinds.h"
#include "operations/pipe_read.h"
#include "operations/pipe_transact.h"
#include "operations/pipe_write.h"

#define WATCHED_MS      200u
#define END_DEADLINE_MS 5000u

static void lasts(struct test_case *t)
{
    const struct pipe_kind *row = VARIANT(t, struct pipe_kind);
    struct operation *operation = start_blocked(t, row->kind);

    bool ended = await_end(operation, WATCHED_MS); /* sleep-ok: what must not come can only be waited for */

    check_bool(t, DOCUMENTED, "operation.ended_by_itself", ended, false);
    witness_undisturbed(t, DOCUMENTED, "operation", operation);
    positive_control(t, operation->worker, row->kind);
}

static const struct with_peer {
    const char *name;
    const struct operation_kind *kind;
} with_peer[] = {
    { "ReadFile_server", &named_pipe_read_server },   { "ReadFile_client", &named_pipe_read_client },
    { "ReadFile_anonymous", &anonymous_pipe_read },   { "ReadFile_no_bytes", &named_pipe_read_zero },
    { "WriteFile_server", &named_pipe_write_server }, { "WriteFile_client", &named_pipe_write_client },
    { "WriteFile_anonymous", &anonymous_pipe_write }, { "FlushFileBuffers", &named_pipe_flush_client },
    { "TransactNamedPipe", &transact_named_pipe },
};

static void ended_by_its_peer(struct test_case *t)
{
    const struct operation_kind *kind = VARIANT(t, struct with_peer)->kind;
    struct operation *operation = start_blocked(t, kind);

    close_end(&operation->peer);

    await_end(operation, END_DEADLINE_MS);
    check_outcome(t, DOCUMENTED, "operation.outcome", outcome_of(operation), "failed|completed");
    if (has_ended(operation))
        note_error(t, "operation.last_error", operation->result.error);
    positive_control(t, start_worker(t), kind);
}

TEST(lasts, .clause = "CSIO-BLOCK-1", .variants = VARIANTS(pipe_kinds, name), .tiers = DOCUMENTED, .class = WAITING,
     .supports = "CancelSynchronousIo");
TEST(ended_by_its_peer, .clause = "CSIO-BLOCK-1", .variants = VARIANTS(with_peer, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
