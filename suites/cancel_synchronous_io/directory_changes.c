/* CSIO-SUBJ-DIRCHANGE: a synchronous ReadDirectoryChangesW on a quiet directory can be cancelled.
 *
 * Whether it is found has no evidence from Windows. But once a cancel was taken and the call has failed, the page names
 * the error. */
#include "modes.h"
#include "operations/directory_changes.h"

static const struct evidence no_evidence = { .found = CHARACTERISED, .ends = CHARACTERISED };

static void wait_for_changes_ends(struct test_case *t)
{
    struct operation *wait = start_blocked(t, &directory_changes);
    cancel_eventually(t, wait, no_evidence);
}

TEST(wait_for_changes_ends, .clause = "CSIO-SUBJ-DIRCHANGE", .tiers = DOCUMENTED, .class = WAITING,
     .supports = "CancelSynchronousIo");
