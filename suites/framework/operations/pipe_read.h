/* Kinds of operation: reads of an empty pipe, which block until somebody writes. */
#ifndef WINCANCEL_PIPE_READ_H
#define WINCANCEL_PIPE_READ_H

#include "operation.h"

extern const struct operation_kind anonymous_pipe_read;
extern const struct operation_kind named_pipe_read_server;
extern const struct operation_kind named_pipe_read_client;
/* Reads of no bytes at all, which wait until there is something to read, and leave it there. */
extern const struct operation_kind anonymous_pipe_read_zero;
extern const struct operation_kind named_pipe_read_zero;

#endif
