/* Kind of operation: ReadFile on an empty mailslot that waits for ever. */
#ifndef WINCANCEL_MAILSLOT_READ_H
#define WINCANCEL_MAILSLOT_READ_H

#include "operation.h"

extern const struct operation_kind mailslot_read;

#endif
