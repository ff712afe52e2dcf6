/* CSIO-RACE-9: what a cancelled ConnectNamedPipe leaves behind is the instance as it was: a client can open it, and a
 * new ConnectNamedPipe waits for one, or finds it connected. */
#include "modes.h"
#include "operations/pipe_connect.h"

#define END_DEADLINE_MS 2000u

static const struct listening {
    const char *name;
    const struct operation_kind *kind;
    enum tier connected; /* that it finds its client connected by failing, with ERROR_PIPE_CONNECTED */
} listening[] = {
    { "ConnectNamedPipe", &connect_named_pipe, IMPLIED }, /* its page, of a client that came before the call */
    { "FSCTL_PIPE_LISTEN", &fsctl_pipe_listen, CHARACTERISED },
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
    return again;
}

static void client_may_open(struct test_case *t)
{
    enum tier tier = VARIANT(t, struct listening)->connected;
    struct operation *first = cancelled_connect(t);

    bool opened = open_as_client(first);
    DWORD error = GetLastError();
    if (!check_bool(t, IMPLIED, "client.opened", opened, true)) {
        note_error(t, "client.last_error", error);
        return;
    }

    struct operation *again = connect_anew(t, first);
    if (!check_bool(t, IMPLIED, "again.ended", await_end(again, END_DEADLINE_MS), true))
        return;
    check_bool(t, tier, "again.returned", again->result.returned != FALSE, false);
    check_error(t, tier, "again.last_error", again->result.error, ALLOW(ERROR_PIPE_CONNECTED));
    check_bool(t, IMPLIED, "client.gets_through", client_gets_through(again), true);
}

static void server_may_wait_anew(struct test_case *t)
{
    struct operation *again = connect_anew(t, cancelled_connect(t));

    check_bool(t, IMPLIED, "again.blocked", comes_to_block(t, again), true);
    witness_undisturbed(t, IMPLIED, "again", again);
}

TEST(client_may_open, .clause = "CSIO-RACE-9", .variants = VARIANTS(listening, name), .tiers = IMPLIED,
     .supports = "CancelSynchronousIo");
TEST(server_may_wait_anew, .clause = "CSIO-RACE-9", .variants = VARIANTS(listening, name), .tiers = IMPLIED,
     .supports = "CancelSynchronousIo");
