/* CSIO-SUBJ-OPLOCK-CREATE, -OPLOCK-REQUEST, -OPLOCK-NOTIFY: what waits for an oplock can be cancelled. The pages of the
 * file systems' oplocks say so of each; whether a cancelled open leaves the owner in peace is only recorded. */
#include "modes.h"
#include "operations/oplock.h"
#include "operations/pipe_read.h"

#define REFUSAL_DEADLINE_MS 500u /* a request that is refused is so at once; one that is granted waits */
#define END_DEADLINE_MS     5000u

static const struct evidence documented = { .found = DOCUMENTED, .ends = DOCUMENTED };

static void held_back_create_ends(struct test_case *t)
{
    struct operation *create = start_blocked(t, &oplocked_create);

    if (cancel_eventually(t, create, documented)) {
        note_error(t, "owner.acknowledges", acknowledge_break(create));
        close_owner(create);
        note_bool(t, "file.can_be_opened", can_be_opened(create));
    }
}

TEST(held_back_create_ends, .clause = "CSIO-SUBJ-OPLOCK-CREATE", .tiers = DOCUMENTED, .supports = "CancelSynchronousIo",
     .class = WAITING);

static const struct request {
    const char *name;
    const struct operation_kind *kind;
} requests[] = {
    { "FSCTL_REQUEST_OPLOCK_LEVEL_1", &oplock_level_1_request },
    { "FSCTL_REQUEST_BATCH_OPLOCK", &oplock_batch_request },
    { "FSCTL_REQUEST_FILTER_OPLOCK", &oplock_filter_request },
};

/* A file system may grant oplocks to overlapped handles alone. */
static void need_granted(struct test_case *t, struct worker *worker, const struct operation_kind *kind)
{
    struct operation *trial = prepare_operation(t, worker, kind);
    start_operation(t, trial);
    if (!await_end(trial, REFUSAL_DEADLINE_MS) && !release_operation(t, trial))
        unresolved(t, "an oplock on a synchronous handle was not broken by another open");
    if (!trial->result.returned)
        untested(t,
                 "needs a file system that grants oplocks to synchronous handles: the request failed, last error %lu",
                 (unsigned long)trial->result.error);
}

static void request_ends(struct test_case *t)
{
    const struct operation_kind *kind = VARIANT(t, struct request)->kind;
    struct worker *worker = start_worker(t);
    need_granted(t, worker, kind);
    cancel_eventually(t, start_blocked_on(t, worker, kind), documented);
}

TEST(request_ends, .clause = "CSIO-SUBJ-OPLOCK-REQUEST", .variants = VARIANTS(requests, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo", .class = WAITING);

static void notify_ends(struct test_case *t)
{
    struct operation *notify = start_blocked(t, &oplock_break_notify);

    struct call cancel = cancel_until_taken(t, full_handle_of(t, notify->worker), notify);

    check_accepted(t, DOCUMENTED, cancel);
    if (cancel.returned) {
        await_end(notify, END_DEADLINE_MS);
        check_outcome(t, DOCUMENTED, "notify.outcome", outcome_of(notify), "aborted|completed");
        if (has_ended(notify))
            note_error(t, "notify.last_error", notify->result.error);
    } else {
        witness_undisturbed(t, DOCUMENTED, "notify", notify);
    }
    positive_control(t, notify->worker, &anonymous_pipe_read);
}

TEST(notify_ends, .clause = "CSIO-SUBJ-OPLOCK-NOTIFY", .tiers = DOCUMENTED, .supports = "CancelSynchronousIo",
     .class = WAITING);
