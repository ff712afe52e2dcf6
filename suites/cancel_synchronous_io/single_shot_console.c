/* CSIO-RACE-4 on a console: whatever one cancel answers, what becomes of the read agrees with it. Once a cancel was
 * taken the console may keep the next line from the next read, so nothing is tried after it. */
#include "operations/console_read.h"
#include "single_shots.h"

#define TRIALS 8u

static void single_shot_console(struct test_case *t)
{
    storm_until_taken(t, &console_read_file, TRIALS);
}

TEST(single_shot_console, .clause = "CSIO-RACE-4", .tiers = DOCUMENTED | IMPLIED, .isolated = true,
     .supports = "CancelSynchronousIo", .needs = "console");
