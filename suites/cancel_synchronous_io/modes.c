#include "modes.h"

#include <string.h>

#include "operations/pipe_read.h"

#define END_DEADLINE_MS    5000u
#define CANCEL_DEADLINE_MS 3000u /* where a cancel may hang */

static void judge_end(struct test_case *t, struct operation *operation, struct evidence evidence)
{
    await_end(operation, END_DEADLINE_MS);
    check_bool(t, evidence.ends, "operation.ended", has_ended(operation), true);
    note_outcome(t, "operation.outcome", outcome_of(operation));
    if (!has_ended(operation))
        return;
    check_bool(t, evidence.ends, "operation.returned", operation->result.returned != FALSE, false);
    if (operation->result.returned)
        note_error(t, "operation.last_error", operation->result.error);
    else
        check_error(t, DOCUMENTED, "operation.last_error", operation->result.error, ALLOW(ERROR_OPERATION_ABORTED));
    if (operation->result.transferred != UNTOUCHED_COUNT)
        note_bytes(t, "operation.transferred", operation->result.transferred);
    note_elapsed(t, "operation.elapsed", operation->result.elapsed_us);
}

static bool is_aborted(struct operation *operation)
{
    return !strcmp(outcome_of(operation), "aborted");
}

/* A cancel that is always refused must collect nothing, so after a refusal the same thread is cancelled elsewhere. */
static void judge_refusal(struct test_case *t, enum tier tier, struct operation *operation)
{
    witness_undisturbed(t, tier, "operation", operation);
    positive_control(t, operation->worker, &anonymous_pipe_read);
}

bool cancel_eventually(struct test_case *t, struct operation *operation, struct evidence evidence)
{
    struct call cancel = cancel_until_taken(t, full_handle_of(t, operation->worker), operation);
    check_accepted(t, evidence.found, cancel);
    if (cancel.returned)
        judge_end(t, operation, evidence);
    else /* a kind that nobody knows to be cancellable must not turn its refusal into a PASS */
        judge_refusal(t, evidence.found == CHARACTERISED ? CHARACTERISED : DOCUMENTED, operation);
    return is_aborted(operation);
}

bool witness_taken(struct test_case *t, const char *prefix, struct operation *operation, struct call cancel)
{
    if (check_accepted(t, DOCUMENTED, cancel))
        return witness_aborted(t, DOCUMENTED, prefix, operation);
    witness_undisturbed(t, DOCUMENTED, prefix, operation);
    return false;
}

/* One of the page's three ways to end; to complete is to have given everything. */
static void judge_status(struct test_case *t, struct operation *operation)
{
    char why[160] = "";
    const char *status = outcome_of(operation);
    if (operation->result.returned && !operation->kind->is_full(operation, why, sizeof(why)))
        status = "spoiled";
    check_outcome(t, DOCUMENTED, "operation.status", status, "aborted|completed|failed");
    if (why[0])
        note_text(t, "operation.lacks", why);
}

static void judge_single_shot(struct test_case *t, struct operation *operation, enum tier ends)
{
    struct call cancel = call_cancel_synchronous_io(t, full_handle_of(t, operation->worker));
    note_bool(t, "cancel.returned", cancel.returned != FALSE);
    note_error(t, "cancel.last_error", cancel.last_error);
    if (!cancel.returned) {
        check_error(t, DOCUMENTED, "cancel.refusal", cancel.last_error, ALLOW(ERROR_NOT_FOUND));
        judge_refusal(t, DOCUMENTED, operation);
        return;
    }
    if (await_end(operation, END_DEADLINE_MS))
        judge_status(t, operation);
    else /* only then: which tiers are judged must not depend on what the cancel happened to answer */
        check_bool(t, ends, "operation.ended", false, true);
    note_operation(t, "operation", operation);
}

/* Where the operation is seen to begin it need not be found yet, and elsewhere it need not even have begun. So whether
 * the one cancel takes, and with it all else, is the scheduler's to say. */
void cancel_once_and_judge(struct test_case *t, struct operation *operation, enum tier ends)
{
    values_vary(t, true);
    judge_single_shot(t, operation, ends);
    values_vary(t, false);
}

void cancel_before_it_runs(struct test_case *t, struct worker *worker)
{
    struct call cancel;
    bool came_back = call_on_canceller(t, full_handle_of(t, worker), CANCEL_DEADLINE_MS, &cancel);
    note_bool(t, "cancel.came_back", came_back);
    if (came_back)
        check_refused(t, IMPLIED, cancel, CHARACTERISED, ALLOW(ERROR_NOT_FOUND));
}

struct call need_cancelled(struct test_case *t, struct operation *operation)
{
    struct call cancel = cancel_until_taken(t, full_handle_of(t, operation->worker), operation);
    if (!cancel.returned)
        unresolved(t, "%s was to be cancelled first, but the cancel answered FALSE, last error %lu",
                   operation->kind->name, (unsigned long)cancel.last_error);
    if (!await_end(operation, END_DEADLINE_MS))
        unresolved(t, "%s was to be cancelled first: the cancel answered TRUE, but it still blocks",
                   operation->kind->name);
    return cancel;
}

struct call need_aborted(struct test_case *t, struct operation *operation)
{
    struct call cancel = need_cancelled(t, operation);
    if (!is_aborted(operation))
        unresolved(t, "%s was to be cancelled first, but it %s, last error %lu", operation->kind->name,
                   outcome_of(operation), (unsigned long)operation->result.error);
    return cancel;
}
