/* Kinds of operation: select() for something to read from an idle socket, with no time limit. */
#ifndef WINCANCEL_SOCKET_SELECT_H
#define WINCANCEL_SOCKET_SELECT_H

#include "operation.h"

extern const struct operation_kind socket_select; /* the socket was made without the overlapped flag */
extern const struct operation_kind overlapped_socket_select;

#endif
