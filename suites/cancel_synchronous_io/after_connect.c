/* CSIO-RACE-9: what a cancelled ConnectNamedPipe leaves behind: an instance that a client can open, and that a new
 * ConnectNamedPipe waits on, or finds connected. No source says so for Windows: everything is recorded. */
#include "modes.h"
#include "operations/pipe_connect.h"

static const struct listening {
    const char *name;
    const struct operation_kind *kind;
} listening[] = {
    { "ConnectNamedPipe", &connect_named_pipe },
    { "FSCTL_PIPE_LISTEN", &fsctl_pipe_listen },
};

static struct operation *cancelled_connect(struct test_case *t)
{
    struct operation *first = start_blocked(t, VARIANT(t, struct listening)->kind);
    need_aborted(t, first);
    return first;
}

static struct operation *connect_anew(struct test_case *t, struct operation *first)
{
    struct operation *again = prepare_again(t, first->worker, first);
    start_operation(t, again);
    note_bool(t, "again.blocked", comes_to_block(t, again));
    return again;
}

static void client_may_open(struct test_case *t)
{
    struct operation *first = cancelled_connect(t);

    bool opened = open_as_client(first);
    note_bool(t, "client.opened", opened);
    if (!opened)
        note_error(t, "client.last_error", GetLastError());

    note_operation(t, "again", connect_anew(t, first)); /* ERROR_PIPE_CONNECTED, where the client was let in */
}

static void server_may_wait_anew(struct test_case *t)
{
    struct operation *again = connect_anew(t, cancelled_connect(t));

    witness_undisturbed(t, CHARACTERISED, "again", again);
}

TEST(client_may_open, .clause = "CSIO-RACE-9", .variants = VARIANTS(listening, name), .tiers = CHARACTERISED,
     .supports = "CancelSynchronousIo");
TEST(server_may_wait_anew, .clause = "CSIO-RACE-9", .variants = VARIANTS(listening, name), .tiers = CHARACTERISED,
     .supports = "CancelSynchronousIo");
