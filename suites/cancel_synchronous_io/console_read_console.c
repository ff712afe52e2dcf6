/* CSIO-SUBJ-CONSOLE-READCONSOLE: a cancelled ReadConsole returns TRUE with last error 995 and a count it never wrote,
 * and the console's host goes on with the read, so that the next line is lost to it.
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

/* Types two lines for another read: the second arrives if the first one was lost to the cancelled read. */
static void witness_next_line(struct test_case *t, struct worker *worker, const struct operation_kind *kind)
{
    struct operation *next = start_blocked_on(t, worker, kind);
    type_line(next, "first");
    type_line(next, "second");
    if (!await_end(next, END_DEADLINE_MS))
        unresolved(t, "a read after the cancelled one got neither of two lines");
    check_bool(t, OBSERVED, "next_line.is_lost", has_line(next, "second"), true);
    note_bool(t, "next_line.arrives", has_line(next, "first"));
}

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
    witness_next_line(t, read->worker, read->kind);
}

TEST(read_console_returns_true, .clause = "CSIO-SUBJ-CONSOLE-READCONSOLE", .variants = VARIANTS(flavours, name),
     .tiers = OBSERVED, .isolated = true, .supports = "CancelSynchronousIo", .needs = "console");
