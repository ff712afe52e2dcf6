/* CSIO-SUBJ-FLUSH: FlushFileBuffers on a pipe whose peer does not read can be cancelled, and the bytes stay there. */
#include "modes.h"
#include "operations/pipe_ends.h"
#include "operations/pipe_flush.h"

static const struct end {
    const char *name;
    const struct operation_kind *kind;
} ends[] = {
    { "server", &named_pipe_flush_server },
    { "client", &named_pipe_flush_client },
};

static const struct evidence none = { CHARACTERISED, CHARACTERISED };

#define READ_DEADLINE_MS 1000u

static void flush_is_cancelled(struct test_case *t)
{
    struct operation *flush = start_blocked(t, VARIANT(t, struct end)->kind);
    char left[UNREAD_DATA_SIZE];

    if (!cancel_eventually(t, flush, none))
        return;

    note_bytes(t, "peer.available", bytes_available(flush->peer));
    note_data(t, "peer.read", left, read_what_comes(flush->peer, left, sizeof(left), READ_DEADLINE_MS));
}

TEST(flush_is_cancelled, .clause = "CSIO-SUBJ-FLUSH", .variants = VARIANTS(ends, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
