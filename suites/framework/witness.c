/* Proof of what happened to an operation. */
#include <stdio.h>

#include "case.h"
#include "operation.h"
#include "worker.h"

#define ABORT_DEADLINE_MS   5000u
#define CONTROL_DEADLINE_MS 2000u

static const char *join(char *key, size_t size, const char *prefix, const char *rest)
{
    snprintf(key, size, "%s.%s", prefix, rest);
    return key;
}

static void note_rest(struct test_case *t, const char *prefix, const struct operation *operation)
{
    char key[96];
    const struct operation_result *result = &operation->result;
    note_bool(t, join(key, sizeof(key), prefix, "returned"), result->returned);
    note_error(t, join(key, sizeof(key), prefix, "last_error"), result->error);
    if (result->transferred != UNTOUCHED_COUNT)
        note_bytes(t, join(key, sizeof(key), prefix, "transferred"), result->transferred);
    note_elapsed(t, join(key, sizeof(key), prefix, "elapsed"), result->elapsed_us);
}

void note_operation(struct test_case *t, const char *prefix, struct operation *operation)
{
    char key[96];
    if (operation->kind->note) {
        operation->kind->note(t, prefix, operation);
        return;
    }
    note_outcome(t, join(key, sizeof(key), prefix, "outcome"), outcome_of(operation));
    if (has_ended(operation))
        note_rest(t, prefix, operation);
}

bool witness_aborted(struct test_case *t, enum tier tier, const char *prefix, struct operation *operation)
{
    char key[96];
    bool ended = await_end(operation, ABORT_DEADLINE_MS);
    bool met = check_outcome(t, tier, join(key, sizeof(key), prefix, "outcome"), outcome_of(operation), "aborted");
    if (ended)
        note_rest(t, prefix, operation);
    return met;
}

bool witness_undisturbed(struct test_case *t, enum tier tier, const char *prefix, struct operation *operation)
{
    char key[96];
    char why[160] = "";
    /* One that ends by itself may have ended in its time: is_full() tells. */
    bool undisturbed = !operation->kind->release || !has_ended(operation);
    if (!undisturbed)
        snprintf(why, sizeof(why), "it had ended before it was released");
    else if (!release_operation(t, operation))
        unresolved(t, "%s did not end by its second way out", operation->kind->name);
    else if (!operation->kind->is_full(operation, why, sizeof(why)))
        undisturbed = false;
    check_bool(t, tier, join(key, sizeof(key), prefix, "undisturbed"), undisturbed, true);
    if (!undisturbed) {
        note_text(t, join(key, sizeof(key), prefix, "disturbed_by"), why);
        note_operation(t, prefix, operation);
    }
    return undisturbed;
}

void positive_control(struct test_case *t, struct worker *worker, const struct operation_kind *kind)
{
    if (t->missed)
        return;
    struct operation *control = start_blocked_on(t, worker, kind);
    struct call call = cancel_until_taken(t, full_handle_of(t, worker), control);
    if (!call.returned)
        unresolved(t, "positive control: a cancel of %s answered FALSE, last error %lu", kind->name,
                   (unsigned long)call.last_error);
    if (!await_end(control, CONTROL_DEADLINE_MS) || control->result.returned)
        unresolved(t, "positive control: a cancel of %s answered TRUE, but it %s", kind->name,
                   has_ended(control) ? "completed" : "still blocks");
}

void positive_control_by(struct test_case *t, struct worker *worker, const struct operation_kind *kind,
                         bool (*cancel)(struct operation *operation, void *argument), void *argument)
{
    if (t->missed)
        return;
    struct operation *control = start_blocked_on(t, worker, kind);
    uint64_t deadline = now_us() + scaled_ms(CONTROL_DEADLINE_MS) * UINT64_C(1000);
    bool claimed = false;
    while (!claimed && now_us() < deadline && WaitForSingleObject(control->ended, 1) != WAIT_OBJECT_0)
        claimed = cancel(control, argument);
    if (!claimed)
        unresolved(t, "positive control: the cancel of %s never took", kind->name);
    if (!await_end(control, CONTROL_DEADLINE_MS) || control->result.returned)
        unresolved(t, "positive control: the cancel of %s claimed success, but it %s", kind->name,
                   has_ended(control) ? "completed" : "still blocks");
}
