/* Kind of operation: a LockFileEx that waits for a range which somebody else holds. */
#ifndef WINCANCEL_FILE_LOCK_H
#define WINCANCEL_FILE_LOCK_H

#include "operation.h"

/* handle: the one that waits; peer: the one that holds the range, in the same process. */
extern const struct operation_kind contended_file_lock;

/* Gives up the range that the peer holds, as release() does. */
void unlock_peer(struct operation *operation);
/* Whether a handle that is neither of the two can have the range at once; it gives it up again. */
bool range_is_free(struct operation *operation);

#endif
