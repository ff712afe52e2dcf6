/* Kinds of operation: calls on a handle on which another operation is in flight already. */
#ifndef WINCANCEL_SHARED_HANDLE_H
#define WINCANCEL_SHARED_HANDLE_H

#include "operation.h"

/* ReadFile on the handle, and from the same empty pipe, as a read that blocks. There is no gate. */
extern const struct operation_kind second_read;
/* Between prepare_operation() and start_operation(): the handle is that of `first`, which must end first. */
void share_handle_of(struct operation *second, const struct operation *first);

/* Any other call on the handle; it has no second way out but the end of what is in flight. */
extern const struct operation_kind handle_touch;
void aim_touch(struct operation *touching, const struct operation *first, BOOL (*call)(HANDLE handle));

#endif
