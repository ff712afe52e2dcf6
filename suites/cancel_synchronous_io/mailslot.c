/* CSIO-SUBJ-MAILSLOT: ReadFile on an empty mailslot that waits for ever can be cancelled. */
#include "modes.h"
#include "operations/mailslot_read.h"

static const struct evidence no_evidence = { .found = CHARACTERISED, .ends = CHARACTERISED };

static void mailslot_read_ends(struct test_case *t)
{
    struct operation *read = start_blocked(t, &mailslot_read);
    cancel_eventually(t, read, no_evidence);
}

TEST(mailslot_read_ends, .clause = "CSIO-SUBJ-MAILSLOT", .tiers = DOCUMENTED, .class = WAITING,
     .supports = "CancelSynchronousIo");
