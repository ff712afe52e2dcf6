/* Kinds of operation: receiving from a socket nobody has sent anything to. */
#ifndef WINCANCEL_SOCKET_RECEIVE_H
#define WINCANCEL_SOCKET_RECEIVE_H

#include "operation.h"

/* On sockets made without the overlapped flag. */
extern const struct operation_kind socket_recv;
extern const struct operation_kind socket_read_file;
extern const struct operation_kind socket_recvfrom; /* datagrams */
/* On sockets as socket() makes them. */
extern const struct operation_kind overlapped_socket_recv;
extern const struct operation_kind overlapped_socket_read_file;
extern const struct operation_kind overlapped_socket_recvfrom;

#endif
