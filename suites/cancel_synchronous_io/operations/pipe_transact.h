/* Kind of operation: TransactNamedPipe, which blocks until the server answers. */
#ifndef WINCANCEL_PIPE_TRANSACT_H
#define WINCANCEL_PIPE_TRANSACT_H

#include "operation.h"

extern const struct operation_kind transact_named_pipe;

/* The request, which lies at the server while the operation blocks. */
#define REQUEST_DATA      "ask"
#define REQUEST_DATA_SIZE 3u

#endif
