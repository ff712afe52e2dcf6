/* CSIO-RACE-5: a read that ends as cancelled has consumed nothing: what is written comes out of the next read. */
#include "modes.h"
#include "operations/pipe_read.h"

#define NEXT_DEADLINE_MS 2000u

static const struct reading {
    const char *name;
    const struct operation_kind *kind;
} readings[] = {
    { "ReadFile_server", &named_pipe_read_server },
    { "ReadFile_client", &named_pipe_read_client },
    { "ReadFile_anonymous", &anonymous_pipe_read },
    { "ReadFile_no_bytes", &named_pipe_read_zero },
};

/* Written while nobody reads any more. The race of the write with the cancel is in aborted_read_race.c. */
static void next_read_gets_all(struct test_case *t)
{
    char why[160] = "";
    DWORD written = 0;
    struct operation *first = start_blocked(t, VARIANT(t, struct reading)->kind);
    need_aborted(t, first);

    need(t, subject.WriteFile(first->peer, RELEASE_DATA, RELEASE_DATA_SIZE, &written, NULL), "WriteFile to a pipe");
    struct operation *next = prepare_again(t, first->worker, first);
    start_operation(t, next);
    bool ended = await_end(next, NEXT_DEADLINE_MS);

    note_operation(t, "next", next);
    check_bool(t, IMPLIED, "next.full", ended && next->kind->is_full(next, why, sizeof(why)), true);
    if (why[0])
        note_text(t, "next.lacks", why);
}

TEST(next_read_gets_all, .clause = "CSIO-RACE-5", .variants = VARIANTS(readings, name), .tiers = IMPLIED,
     .supports = "CancelSynchronousIo");
