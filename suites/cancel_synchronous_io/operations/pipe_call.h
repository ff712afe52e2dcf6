/* Kinds of operation: CallNamedPipe, which waits for an instance, opens it, asks, and waits for the answer: several
 * operations in a row, so a cancel can fall between two of them. */
#ifndef WINCANCEL_PIPE_CALL_H
#define WINCANCEL_PIPE_CALL_H

#include "operation.h"

extern const struct operation_kind call_named_pipe_busy; /* the one instance is taken; nobody can see that it blocks */
extern const struct operation_kind call_named_pipe_silent; /* connected, and the request lies at the server */

#endif
