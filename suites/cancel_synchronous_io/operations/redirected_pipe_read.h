/* Kind of operation: ReadFile on a named pipe of this machine, opened through the network redirector. */
#ifndef WINCANCEL_REDIRECTED_PIPE_READ_H
#define WINCANCEL_REDIRECTED_PIPE_READ_H

#include "operation.h"

extern const struct operation_kind redirected_pipe_read;

#endif
