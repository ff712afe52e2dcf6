/* What came of one trial of a race, once it has been brought to an end: in the words of the tables that grade it. */
#ifndef WINCANCEL_TRIAL_OUTCOME_H
#define WINCANCEL_TRIAL_OUTCOME_H

#include "race.h"

/* "TRUE", "1168", or "other" for FALSE with another error. */
const char *word_of_cancel(const struct call *call);

/* Waits for the end of the operation where somebody has seen to it (a cancel that was TRUE, or a rival); where nobody
 * has, releases it. Afterwards it has ended, unless it is stuck.
 *   completed, failed, aborted   it ended so before it was released
 *   blocked                      it went on blocking until it was released, and then completed
 *   recancelled                  TRUE did not end it, a second cancel did
 *   stuck                        nothing ended it in time, not a second cancel either
 * A trial that is stuck takes seconds, and proves its point: the caller makes no more. */
const char *bring_to_end(struct test_case *t, struct race *race, struct operation *operation, bool has_rival,
                         unsigned cancels);
bool is_stuck(const char *outcome);

/* Where the bytes of a read are, of which RELEASE_DATA was written once (`written`) or nothing was: in the read, or
 * still in the pipe, from where they are taken. "intact", "lost", "doubled", "disordered", or "miscounted" for a read
 * that failed and yet counted some. The read has ended. */
const char *account_of(struct operation *read, bool written);
/* The same for a read that is not an operation of its own: of which end, with what result, and into what. */
const char *account_of_read(HANDLE end, const struct operation_result *result, const unsigned char *data, bool written);

#endif
