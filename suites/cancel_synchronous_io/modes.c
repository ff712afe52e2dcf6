#include "modes.h"

#include "worker.h"

#define END_DEADLINE_MS 5000u

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

void cancel_eventually(struct test_case *t, struct operation *operation, struct evidence evidence)
{
    struct call cancel = cancel_until_taken(t, full_handle_of(t, operation->worker), operation);
    check_accepted(t, evidence.found, cancel);
    if (cancel.returned)
        judge_end(t, operation, evidence);
    else
        witness_undisturbed(t, DOCUMENTED, "operation", operation);
}

void cancel_once_and_judge(struct test_case *t, struct operation *operation, enum tier ends)
{
    struct call cancel = call_cancel_synchronous_io(t, full_handle_of(t, operation->worker));
    note_bool(t, "cancel.returned", cancel.returned != FALSE);
    note_error(t, "cancel.last_error", cancel.last_error);
    if (!cancel.returned) {
        check_error(t, DOCUMENTED, "cancel.refusal", cancel.last_error, ALLOW(ERROR_NOT_FOUND));
        witness_undisturbed(t, DOCUMENTED, "operation", operation);
        return;
    }
    await_end(operation, END_DEADLINE_MS);
    check_bool(t, ends, "operation.ended", has_ended(operation), true);
    note_operation(t, "operation", operation);
}
