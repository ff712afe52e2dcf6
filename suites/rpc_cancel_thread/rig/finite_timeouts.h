/* Cancel time-outs, in seconds, that a call is seen to wait out. */
#ifndef RCT_FINITE_TIMEOUTS_H
#define RCT_FINITE_TIMEOUTS_H

#include "wincancel_test.h"

static const struct timeout {
    const char *name;
    LONG seconds;
} finite[] = {
    { "1_SECOND", 1 },
    { "2_SECONDS", 2 },
};

#endif
