/* CSIO-SUBJ-CONSOLE-READCONSOLE: a cancelled ReadConsole returns TRUE with last error 995 and a count it never wrote.
 *
 * That is what is reported of Windows, and not what the page says of an operation that is cancelled; so nothing here
 * is judged as documented. */
#include "operations/console_read.h"

static const struct flavour {
    const char *name;
    const struct operation_kind *kind;
} flavours[] = {
    { "ReadConsoleW", &console_read_wide },
    { "ReadConsoleA", &console_read_ansi },
};

#define END_DEADLINE_MS 5000u

static void read_console_returns_true(struct test_case *t)
{
    struct operation *read = start_blocked(t, VARIANT(t, struct flavour)->kind);

    struct call cancel = cancel_until_taken(t, full_handle_of(t, read->worker), read);

    check_accepted(t, OBSERVED, cancel);
    if (!check_bool(t, OBSERVED, "read.ended", await_end(read, END_DEADLINE_MS), true))
        return;
    check_bool(t, OBSERVED, "read.returned", read->result.returned != FALSE, true);
    check_error(t, OBSERVED, "read.last_error", read->result.error, ALLOW(ERROR_OPERATION_ABORTED));
    check_bool(t, OBSERVED, "read.count_untouched", read->result.transferred == UNTOUCHED_COUNT, true);
    note_elapsed(t, "read.elapsed", read->result.elapsed_us);
}

TEST(read_console_returns_true, .clause = "CSIO-SUBJ-CONSOLE-READCONSOLE", .variants = VARIANTS(flavours, name),
     .tiers = OBSERVED, .isolated = true, .supports = "CancelSynchronousIo", .needs = "console");
