/* CSIO-RACE-5: a write of one byte, and a cancel, at the same moment as a read or near it. The byte comes out of that
 * read or out of the next one, and once. */
#include <string.h>

#include "modes.h"
#include "operations/pipe_ends.h"
#include "operations/pipe_read.h"
#include "storm.h"

#define TRIALS 300u
/* Microseconds. The writer has a thread to wake first, so the cancel may come as much later. */
#define LONGEST_WRITE_DELAY  60u
#define LONGEST_CANCEL_DELAY 200u
#define END_DEADLINE_MS      2000u
#define REST_DEADLINE_MS     500u

static const struct reading {
    const char *name;
    const struct operation_kind *kind;
} readings[] = {
    { "ReadFile_named", &named_pipe_read_server },
    { "ReadFile_anonymous", &anonymous_pipe_read },
};

static const char *const fields[] = { "cancel", "read", "byte", NULL };

static const struct outcome_rule rules[] = {
    { { "taken", "aborted", "left" }, ACCEPTABLE, IMPLIED, "cancelled before it took the byte, which waits" },
    { { "taken", "completed", "read" }, ACCEPTABLE, IMPLIED, "marked too late, it completed with the byte" },
    { { "not_found", "completed", "read" }, ACCEPTABLE, IMPLIED, "the cancel came before the read or after its end" },
};

struct writing {
    HANDLE end;
    volatile LONG go;
    unsigned delay_us;
    unsigned char byte;
};

static void spin_for(unsigned microseconds)
{
    uint64_t until = now_us() + microseconds;
    while (now_us() < until)
        YieldProcessor();
}

static void write_byte_late(struct operation *operation)
{
    struct writing *writing = operation->state;
    DWORD written = 0;
    while (!InterlockedCompareExchange(&writing->go, 1, 1))
        SwitchToThread();
    spin_for(writing->delay_us);
    BOOL returned = subject.WriteFile(writing->end, &writing->byte, 1, &written, NULL);
    keep_result(operation, returned, written);
}

static void let_it_write(struct operation *operation)
{
    struct writing *writing = operation->state;
    InterlockedExchange(&writing->go, 1);
}

static const struct operation_kind late_write = {
    .name = "late_write",
    .perform = write_byte_late,
    .release = let_it_write,
};

static const char *answer_of(struct call call)
{
    if (call.returned)
        return "taken";
    return call.last_error == ERROR_NOT_FOUND ? "not_found" : "refused";
}

/* Where the byte is, now that nothing is in flight; takes it out. */
static const char *find_byte(struct operation *read, unsigned char byte)
{
    unsigned char rest[2];
    bool was_read = read->result.returned;
    if (was_read && (read->result.transferred != 1 || read->data[0] != byte))
        return "spoiled";
    if (!was_read && read->result.transferred && read->result.transferred != UNTOUCHED_COUNT)
        return "counted_but_aborted";
    if (was_read)
        return bytes_available(read->handle) ? "doubled" : "read";
    DWORD count = read_what_comes(read->handle, rest, 1, REST_DEADLINE_MS);
    if (!count)
        return "lost";
    if (bytes_available(read->handle))
        return "doubled";
    return rest[0] == byte ? "left" : "spoiled";
}

/* One read, one write, one cancel. Returns false if the read is stuck. */
static bool try_once(struct test_case *t, struct storm *storm, struct operation *read, struct worker *writer,
                     struct writing *writing)
{
    struct operation *write = prepare_operation(t, writer, &late_write);
    HANDLE thread = full_handle_of(t, read->worker);
    unsigned cancel_delay = random_below(t, LONGEST_CANCEL_DELAY);
    bool from_the_start = random_below(t, 4) == 0; /* else the read is in its wait before the race begins */
    writing->delay_us = random_below(t, LONGEST_WRITE_DELAY);
    writing->byte = (unsigned char)(1 + random_below(t, 255));
    write->state = writing;
    InterlockedExchange(&writing->go, 0);

    start_operation(t, write);
    start_operation(t, read);
    if (!from_the_start)
        wait_until_blocked(t, read);
    let_it_write(write);
    spin_for(cancel_delay);
    struct call cancel = call_cancel_synchronous_io(t, thread);

    if (!await_end(write, END_DEADLINE_MS) || !write->result.returned)
        unresolved(t, "the write of one byte did not complete, last error %lu", write->result.error);
    bool ended = await_end(read, END_DEADLINE_MS);
    const char *words[] = { answer_of(cancel), outcome_of(read), ended ? find_byte(read, writing->byte) : "unknown" };
    count_outcome(storm, words);
    return ended;
}

static void byte_comes_out_once(struct test_case *t)
{
    const struct operation_kind *kind = VARIANT(t, struct reading)->kind;
    struct writing *writing = memory_of_case(t, sizeof(*writing));
    struct worker *reader = start_worker(t);
    struct worker *writer = start_worker(t);
    struct storm *storm = begin_storm(t, "race", fields, rules, sizeof(rules) / sizeof(rules[0]), IMPLIED);
    struct operation *read = prepare_operation(t, reader, kind);
    unsigned aborted = 0;
    writing->end = read->peer;

    for (unsigned trial = 0; trial < TRIALS; ++trial) {
        if (!try_once(t, storm, read, writer, writing))
            break;
        aborted += !strcmp(outcome_of(read), "aborted");
        read = prepare_again(t, reader, read);
    }

    end_storm(storm);
    if (!aborted)
        unresolved(t, "no read was cancelled in %u trials", TRIALS);
    positive_control(t, reader, kind);
}

TEST(byte_comes_out_once, .clause = "CSIO-RACE-5", .variants = VARIANTS(readings, name), .tiers = IMPLIED,
     .class = EXCLUSIVE, .supports = "CancelSynchronousIo", .needs = "cpus:2");
