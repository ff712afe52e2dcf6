/* Many single cancels, each of an operation that has only just begun or is about to. */
#ifndef WINCANCEL_SINGLE_SHOTS_H
#define WINCANCEL_SINGLE_SHOTS_H

#include "operation.h"

/* Starts `kind` `trials` times on one thread and cancels it once each time, after a random delay, so that the cancel
 * falls before, into and after the start of the operation. Counts what the cancel answered with what became of the
 * operation, as the histogram `outcomes`, and judges that the two agree. Ends with a positive control in a pipe.
 * Declares DOCUMENTED and IMPLIED. */
void storm_of_single_shots(struct test_case *t, const struct operation_kind *kind, unsigned trials);
/* The same, ending with the first cancel that is taken, for kinds that such a one leaves unfit for another trial. */
void storm_until_taken(struct test_case *t, const struct operation_kind *kind, unsigned trials);

#endif
