/* recv and ReadFile on an idle connection, recvfrom on an idle datagram socket: block until something is sent. What a
 * socket's handle shows while a call blocks is nobody's promise, so there is no gate. */
#include "loopback.h"
#include "operations/read_file.h"
#include "socket_receive.h"

static void prepare_connection(struct test_case *t, struct operation *operation, enum socket_making making)
{
    UINT_PTR near_end = make_socket(t, SOCK_STREAM, making);
    operation->handle = (HANDLE)near_end;
    operation->peer = (HANDLE)connect_far_end(t, near_end);
}

static void prepare_plain_connection(struct test_case *t, struct operation *operation)
{
    prepare_connection(t, operation, NOT_OVERLAPPED);
}

static void prepare_overlapped_connection(struct test_case *t, struct operation *operation)
{
    prepare_connection(t, operation, OVERLAPPED_TOO);
}

static void perform_recv(struct operation *operation)
{
    int result = subject.recv((UINT_PTR)operation->handle, (char *)operation->data, OPERATION_DATA, 0);
    keep_socket_result(operation, result);
}

static void perform_recvfrom(struct operation *operation)
{
    struct sockaddr_in from;
    int size = sizeof(from);
    int result =
        subject.recvfrom((UINT_PTR)operation->handle, (char *)operation->data, OPERATION_DATA, 0, &from, &size);
    keep_socket_result(operation, result);
}

#define SOCKET_RECEIVE(kind_name, prepare_it, perform_it)                                                              \
    const struct operation_kind kind_name = {                                                                          \
        .name = #kind_name,                                                                                            \
        .is_io = true,                                                                                                 \
        .is_read = true,                                                                                               \
        .prepare = prepare_it,                                                                                         \
        .perform = perform_it,                                                                                         \
        .release = send_to_peer,                                                                                       \
        .is_full = read_all_data,                                                                                      \
        .dispose = close_sockets,                                                                                      \
    }

SOCKET_RECEIVE(socket_recv, prepare_plain_connection, perform_recv);
SOCKET_RECEIVE(socket_read_file, prepare_plain_connection, read_into_data);
SOCKET_RECEIVE(socket_recvfrom, prepare_plain_datagrams, perform_recvfrom);
SOCKET_RECEIVE(overlapped_socket_recv, prepare_overlapped_connection, perform_recv);
SOCKET_RECEIVE(overlapped_socket_read_file, prepare_overlapped_connection, read_into_data);
SOCKET_RECEIVE(overlapped_socket_recvfrom, prepare_overlapped_datagrams, perform_recvfrom);
