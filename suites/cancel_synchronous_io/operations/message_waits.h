/* Kinds of operation that wait for a message of the thread's queue, and are no I/O. */
#ifndef WINCANCEL_MESSAGE_WAITS_H
#define WINCANCEL_MESSAGE_WAITS_H

#include "operation.h"

extern const struct operation_kind message_loop_wait; /* MsgWaitForMultipleObjectsEx */
extern const struct operation_kind get_message_wait;  /* GetMessage */

#endif
