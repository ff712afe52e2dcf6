/* Kinds of operation: a server's end that listens, which blocks until a client opens the pipe. */
#ifndef WINCANCEL_PIPE_CONNECT_H
#define WINCANCEL_PIPE_CONNECT_H

#include "operation.h"

extern const struct operation_kind connect_named_pipe; /* ConnectNamedPipe */
extern const struct operation_kind fsctl_pipe_listen;  /* what that is made of: FSCTL_PIPE_LISTEN by DeviceIoControl */

/* Opens the pipe as a client, as operation->peer; false if that fails. */
bool open_as_client(struct operation *operation);
/* Whether a byte comes through from operation->peer. The operation itself has ended: it would keep the handle. */
bool client_gets_through(struct operation *operation);

#endif
