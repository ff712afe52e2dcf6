/* CSIO-SUBJ-CONNECT, CSIO-SUBJ-LISTEN: a server's end that waits for its client can be cancelled. */
#include "modes.h"
#include "operations/pipe_connect.h"

static const struct evidence wine_tests = { OBSERVED, OBSERVED };

static void connect_is_cancelled(struct test_case *t)
{
    cancel_eventually(t, start_blocked(t, &connect_named_pipe), wine_tests);
}

static void listen_is_cancelled(struct test_case *t)
{
    cancel_eventually(t, start_blocked(t, &fsctl_pipe_listen), wine_tests);
}

TEST(connect_is_cancelled, .clause = "CSIO-SUBJ-CONNECT", .tiers = DOCUMENTED | OBSERVED,
     .supports = "CancelSynchronousIo");
TEST(listen_is_cancelled, .clause = "CSIO-SUBJ-LISTEN", .tiers = DOCUMENTED | OBSERVED,
     .supports = "CancelSynchronousIo");
