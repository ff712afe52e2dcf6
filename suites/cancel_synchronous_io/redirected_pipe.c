/* CSIO-TECH-SMB-1: a read of a named pipe that is reached through the SMB redirector can be cancelled, and the server's
 * end stays usable. A pipe does not tell the dialect it is reached by, so this is no row of the page's table. */
#include "modes.h"
#include "operations/redirected_pipe_read.h"
#include "operations/shared_handle.h"

#define END_DEADLINE_MS 5000u

static const struct evidence no_evidence = { .found = CHARACTERISED, .ends = CHARACTERISED };

static void redirected_read_is_recorded(struct test_case *t)
{
    struct operation *read = start_blocked(t, &redirected_pipe_read);
    if (!cancel_eventually(t, read, no_evidence))
        return;

    char why[160];
    struct operation *next = prepare_operation(t, read->worker, &second_read);
    share_handle_of(next, read);
    start_operation(t, next);
    next->kind->release(next);
    bool arrives = await_end(next, END_DEADLINE_MS) && next->kind->is_full(next, why, sizeof(why));
    note_bool(t, "server.data_arrives_afterwards", arrives);
}

TEST(redirected_read_is_recorded, .clause = "CSIO-TECH-SMB-1", .tiers = DOCUMENTED, .class = WAITING,
     .supports = "CancelSynchronousIo");
