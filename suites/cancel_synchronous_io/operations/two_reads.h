/* Kind of operation: two reads of two pipes, one after the other. While the thread is in the first, a flag under a lock
 * says that it may be cancelled; what shows as blocked, and is the operation's result, is the second. */
#ifndef WINCANCEL_TWO_READS_H
#define WINCANCEL_TWO_READS_H

#include "operation.h"

struct two_reads {
    HANDLE first_end, first_peer; /* operation->handle and ->peer are those of the second */
    struct operation_result first;
    unsigned char first_data[OPERATION_DATA];
    CRITICAL_SECTION lock; /* of the system: it is our protocol, not what is tested */
    bool may_cancel;       /* while the thread is in the first */
};

extern const struct operation_kind two_reads;

/* Gives the first read its bytes, or the second. */
void complete_first(struct operation *operation);
void complete_second(struct operation *operation);

#endif
