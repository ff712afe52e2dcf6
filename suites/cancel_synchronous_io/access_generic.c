/* CSIO-ACCESS-5: how a generic right is mapped to a thread's rights is open, and recorded. That the call follows what
 * came of it, as the handle itself tells, is not open.
 */
#include "operations/pipe_read.h"
#include "thread_access.h"

static void follows_the_mapping(struct test_case *t)
{
    const struct generic *row = VARIANT(t, struct generic);
    struct operation *read = start_blocked(t, &anonymous_pipe_read);
    HANDLE thread = row->make(t, read->worker, row->access);
    DWORD granted = note_granted_access(t, "thread", thread);

    struct call cancel = cancel_until_taken(t, thread, read);

    enum tier tier = granted == UNKNOWN_ACCESS ? CHARACTERISED : DOCUMENTED;
    check_bool(t, tier, "cancel.returned", cancel.returned != FALSE, (granted & THREAD_TERMINATE) != 0);
    note_error(t, "cancel.last_error", cancel.last_error);
    if (cancel.returned && !witness_aborted(t, tier, "read", read))
        return;
    if (!cancel.returned)
        witness_undisturbed(t, DOCUMENTED, "read", read);
    positive_control(t, read->worker, &anonymous_pipe_read);
}

TEST(follows_the_mapping, .clause = "CSIO-ACCESS-5", .variants = VARIANTS(generics, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
