/* Sockets of this machine's own, for the kinds of operation on them. Sockets are spelt UINT_PTR, as in the subject's
 * table. */
#ifndef WINCANCEL_LOOPBACK_H
#define WINCANCEL_LOOPBACK_H

#include "operation.h"

#include <winsock2.h>

/* How a socket is made: what decides whether a call on it is synchronous underneath. */
enum socket_making {
    NOT_OVERLAPPED, /* WSASocket without WSA_FLAG_OVERLAPPED */
    OVERLAPPED_TOO  /* socket(), which sets the flag */
};

/* A socket of the Internet's fourth version; `type` SOCK_STREAM or SOCK_DGRAM. All of these end the case as UNRESOLVED
 * where they fail. */
UINT_PTR make_socket(struct test_case *t, int type, enum socket_making making);
/* Binds it to a free port of the loopback address, which `*address` gets. */
void bind_to_loopback(struct test_case *t, UINT_PTR socket, struct sockaddr_in *address);
/* Connects `near_end` with a new socket, the far end. */
UINT_PTR connect_far_end(struct test_case *t, UINT_PTR near_end);

/* In an operation, handle and peer are sockets in the guise of handles; 0 is none. */

/* A prepare(): handle is a datagram socket, made as the name says, and what peer sends goes there. */
void prepare_plain_datagrams(struct test_case *t, struct operation *operation);
void prepare_overlapped_datagrams(struct test_case *t, struct operation *operation);
/* Keeps the result of a socket call: FALSE for a negative one, with WSAGetLastError. */
void keep_socket_result(struct operation *operation, int result);
/* A release(): peer sends RELEASE_DATA. */
void send_to_peer(struct operation *operation);
/* A dispose(): closes both. */
void close_sockets(struct operation *operation);

#endif
