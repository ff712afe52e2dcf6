/* CSIO-RACE-6: a cancelled write to a pipe is withdrawn as far as the reader has not taken it, and a later one arrives
 * whole. This is about synchronous writes; asynchronous ones: aborted_write_overlapped.c. */
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

    DWORD before = bytes_available(write->peer);
    note_bytes(t, "available.before", before);
    check_bool(t, OBSERVED, "reader.sees_it_before", before != 0, true);
    need_aborted(t, write);
    check_bytes(t, OBSERVED, "available.after", bytes_available(write->peer), ALLOW(0));
    note_bytes(t, "write.transferred", write->result.transferred);
}

/* The reader takes a part while the write blocks. */
static void take_part(struct test_case *t, struct operation *write)
{
    unsigned char part[PART];
    DWORD taken = read_what_comes(write->peer, part, sizeof(part), READ_DEADLINE_MS);
    check_bytes(t, OBSERVED, "part.taken", taken, ALLOW(PART));
    check_bool(t, OBSERVED, "part.is_right", is_pattern(part, taken), true);
}

static void part_stays_read(struct test_case *t)
{
    struct operation *write = start_blocked(t, VARIANT(t, struct writing)->kind);

    take_part(t, write);
    need_aborted(t, write);
    check_bytes(t, OBSERVED, "available.after", bytes_available(write->peer), ALLOW(0));
    note_bytes(t, "write.transferred", write->result.transferred); /* does not tell what was delivered */
}

/* Whatever is left of the first write: that nothing is, is not what the second one is judged by. */
static void drain(struct test_case *t, struct operation *write)
{
    unsigned char *left = memory_of_case(t, PIPE_WRITE_SIZE);
    note_bytes(t, "drained", read_what_comes(write->peer, left, bytes_available(write->peer), READ_DEADLINE_MS));
}

static void later_write_is_whole(struct test_case *t)
{
    struct operation *first = start_blocked(t, VARIANT(t, struct writing)->kind);
    take_part(t, first);
    need_aborted(t, first);
    drain(t, first);

    struct operation *later = prepare_again(t, first->worker, first);
    start_operation(t, later);
    check_bool(t, IMPLIED, "later.blocked", comes_to_block(t, later), true);
    witness_undisturbed(t, IMPLIED, "later", later);
}

TEST(unread_is_withdrawn, .clause = "CSIO-RACE-6", .variants = VARIANTS(writings, name), .tiers = OBSERVED,
     .supports = "CancelSynchronousIo");
TEST(part_stays_read, .clause = "CSIO-RACE-6", .variants = VARIANTS(writings, name), .tiers = OBSERVED,
     .supports = "CancelSynchronousIo");
TEST(later_write_is_whole, .clause = "CSIO-RACE-6", .variants = VARIANTS(writings, name), .tiers = IMPLIED | OBSERVED,
     .supports = "CancelSynchronousIo");
