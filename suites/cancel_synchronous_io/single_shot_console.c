/* CSIO-RACE-4 on a console: whatever one cancel answers, what becomes of the read agrees with it. Once a cancel was
 * taken the console may keep the next line from the next read, so nothing is tried after it. */
#include "modes.h"
#include "operations/console_read.h"

static void single_shot_console(struct test_case *t)
{
    cancel_once_and_judge(t, start_blocked(t, &console_read_file), OBSERVED);
}

TEST(single_shot_console, .clause = "CSIO-RACE-4", .tiers = DOCUMENTED | OBSERVED, .isolated = true,
     .supports = "CancelSynchronousIo", .needs = "console");
