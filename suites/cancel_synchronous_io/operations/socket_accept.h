/* Kinds of operation: accept() on a listener that nobody connects to. */
#ifndef WINCANCEL_SOCKET_ACCEPT_H
#define WINCANCEL_SOCKET_ACCEPT_H

#include "operation.h"

extern const struct operation_kind socket_accept; /* on a listener made without the overlapped flag */
extern const struct operation_kind overlapped_socket_accept;

#endif
