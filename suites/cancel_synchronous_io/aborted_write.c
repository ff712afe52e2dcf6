/* CSIO-RACE-6: a cancelled write to a pipe is withdrawn as far as the reader has not taken it. Of synchronous writes no
 * source says so for Windows: everything is recorded. Asynchronous ones: aborted_write_overlapped.c. */
#include "modes.h"
#include "operations/pipe_ends.h"
#include "operations/pipe_write.h"

#define PART             1000u
#define READ_DEADLINE_MS 1000u

static const struct writing {
    const char *name;
    const struct operation_kind *kind;
} writings[] = {
    { "named_server", &named_pipe_write_server },
    { "named_client", &named_pipe_write_client },
    { "anonymous", &anonymous_pipe_write },
};

static void unread_is_withdrawn(struct test_case *t)
{
    struct operation *write = start_blocked(t, VARIANT(t, struct writing)->kind);

    note_bytes(t, "available.before", bytes_available(write->peer));
    need_aborted(t, write);
    note_bytes(t, "available.after", bytes_available(write->peer));
    note_bytes(t, "write.transferred", write->result.transferred);
}

/* The reader takes a part while the write blocks. */
static void take_part(struct test_case *t, struct operation *write)
{
    unsigned char part[PART];
    DWORD taken = read_what_comes(write->peer, part, sizeof(part), READ_DEADLINE_MS);
    note_bytes(t, "part.taken", taken);
    note_bool(t, "part.is_right", is_pattern(part, taken));
}

static void part_stays_read(struct test_case *t)
{
    struct operation *write = start_blocked(t, VARIANT(t, struct writing)->kind);

    take_part(t, write);
    need_aborted(t, write);
    note_bytes(t, "available.after", bytes_available(write->peer));
    note_bytes(t, "write.transferred", write->result.transferred); /* does not tell what was delivered */
}

static void later_write_is_whole(struct test_case *t)
{
    struct operation *first = start_blocked(t, VARIANT(t, struct writing)->kind);
    take_part(t, first);
    need_aborted(t, first);

    struct operation *later = prepare_again(t, first->worker, first);
    start_operation(t, later);
    note_bool(t, "later.blocked", comes_to_block(t, later));
    witness_undisturbed(t, CHARACTERISED, "later", later);
}

TEST(unread_is_withdrawn, .clause = "CSIO-RACE-6", .variants = VARIANTS(writings, name), .tiers = CHARACTERISED,
     .supports = "CancelSynchronousIo");
TEST(part_stays_read, .clause = "CSIO-RACE-6", .variants = VARIANTS(writings, name), .tiers = CHARACTERISED,
     .supports = "CancelSynchronousIo");
TEST(later_write_is_whole, .clause = "CSIO-RACE-6", .variants = VARIANTS(writings, name), .tiers = CHARACTERISED,
     .supports = "CancelSynchronousIo");
