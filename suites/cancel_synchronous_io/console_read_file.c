/* CSIO-SUBJ-CONSOLE-READFILE: ReadFile on a console with no input can be cancelled. */
#include "modes.h"
#include "operations/console_read.h"

/* Reported of Windows 8 and later, where the console is a device and no longer a call into another process. */
static const struct evidence reported = { .found = OBSERVED, .ends = OBSERVED };

static void read_file_ends(struct test_case *t)
{
    cancel_eventually(t, start_blocked(t, &console_read_file), reported);
}

TEST(read_file_ends, .clause = "CSIO-SUBJ-CONSOLE-READFILE", .tiers = DOCUMENTED | OBSERVED, .isolated = true,
     .supports = "CancelSynchronousIo", .needs = "console");
