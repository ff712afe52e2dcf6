/* Kinds of operation: FlushFileBuffers on a pipe, which blocks until the peer has read what was written. */
#ifndef WINCANCEL_PIPE_FLUSH_H
#define WINCANCEL_PIPE_FLUSH_H

#include "operation.h"

extern const struct operation_kind named_pipe_flush_server;
extern const struct operation_kind named_pipe_flush_client;

/* A perform(): FlushFileBuffers of operation->handle. */
void flush_handle(struct operation *operation);

/* What was written before the flush, and lies unread in the pipe while it blocks. */
#define UNREAD_DATA      "ten bytes."
#define UNREAD_DATA_SIZE 10u

#endif
