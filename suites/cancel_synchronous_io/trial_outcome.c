#include "trial_outcome.h"

#include <string.h>

#include "operations/pipe_ends.h"
#include "operations/read_file.h"

#define END_DEADLINE_MS 1000u
#define ROOM            (2 * RELEASE_DATA_SIZE)

const char *word_of_cancel(const struct call *call)
{
    if (call->returned)
        return "TRUE";
    return call->last_error == ERROR_NOT_FOUND ? "1168" : "other";
}

bool is_stuck(const char *outcome)
{
    return !strcmp(outcome, "stuck");
}

static const char *end_of_taken(struct test_case *t, struct race *race, struct operation *operation)
{
    cancel_until_taken(t, full_handle_of(t, racer_of(race)), operation);
    return await_end(operation, END_DEADLINE_MS) ? "recancelled" : "stuck";
}

static const char *end_of_untouched(struct test_case *t, struct operation *operation)
{
    if (!release_operation(t, operation))
        return "stuck";
    return operation->result.returned ? "blocked" : outcome_of(operation);
}

const char *bring_to_end(struct test_case *t, struct race *race, struct operation *operation, bool has_rival,
                         unsigned cancels)
{
    bool taken = false;
    for (unsigned i = 0; i < cancels; ++i)
        taken = taken || calls_of(race)[i].returned;
    if (!taken && !has_rival)
        return end_of_untouched(t, operation);
    if (await_end(operation, END_DEADLINE_MS))
        return outcome_of(operation);
    return has_rival ? "stuck" : end_of_taken(t, race, operation);
}

const char *account_of(struct operation *read, bool written)
{
    return account_of_read(read->handle, &read->result, read->data, written);
}

const char *account_of_read(HANDLE end, const struct operation_result *result, const unsigned char *data, bool written)
{
    unsigned char bytes[ROOM];
    DWORD count = 0;
    if (!result->returned && result->transferred && result->transferred != UNTOUCHED_COUNT)
        return "miscounted";
    if (result->returned && result->transferred > ROOM)
        return "doubled";
    if (result->returned) {
        count = result->transferred;
        memcpy(bytes, data, count);
    }
    if (bytes_available(end) > ROOM - count)
        return "doubled";
    count += read_what_comes(end, bytes + count, bytes_available(end), END_DEADLINE_MS);
    DWORD expected = written ? RELEASE_DATA_SIZE : 0;
    if (count != expected)
        return count < expected ? "lost" : "doubled";
    return memcmp(bytes, RELEASE_DATA, expected) ? "disordered" : "intact";
}
