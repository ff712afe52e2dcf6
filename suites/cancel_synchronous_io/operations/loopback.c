#include "loopback.h"

#include <string.h>

#include "operations/read_file.h"

UINT_PTR make_socket(struct test_case *t, int type, enum socket_making making)
{
    WSADATA data;
    need(t, subject.WSAStartup && !subject.WSAStartup(MAKEWORD(2, 2), &data), "WSAStartup");
    UINT_PTR made =
        making == NOT_OVERLAPPED ? subject.WSASocketW(AF_INET, type, 0, NULL, 0, 0) : subject.socket(AF_INET, type, 0);
    if (made == INVALID_SOCKET)
        unresolved(t, "a socket of type %d cannot be made, error %d", type, subject.WSAGetLastError());
    return made;
}

void bind_to_loopback(struct test_case *t, UINT_PTR socket, struct sockaddr_in *address)
{
    static const unsigned char loopback[4] = { 127, 0, 0, 1 };
    int size = sizeof(*address);
    memset(address, 0, sizeof(*address));
    address->sin_family = AF_INET;
    memcpy(&address->sin_addr, loopback, sizeof(loopback));
    if (subject.bind(socket, address, size) || subject.getsockname(socket, address, &size))
        unresolved(t, "a socket cannot be bound to the loopback address, error %d", subject.WSAGetLastError());
}

UINT_PTR connect_far_end(struct test_case *t, UINT_PTR near_end)
{
    struct sockaddr_in address;
    UINT_PTR listener = make_socket(t, SOCK_STREAM, OVERLAPPED_TOO);
    bind_to_loopback(t, listener, &address);
    UINT_PTR far_end = INVALID_SOCKET;
    if (!subject.listen(listener, 1) && !subject.connect(near_end, &address, sizeof(address)))
        far_end = subject.accept(listener, NULL, NULL); /* the connection is there already */
    int error = subject.WSAGetLastError();
    subject.closesocket(listener);
    if (far_end == INVALID_SOCKET)
        unresolved(t, "two sockets cannot be connected, error %d", error);
    return far_end;
}

static void prepare_datagrams(struct test_case *t, struct operation *operation, enum socket_making making)
{
    struct sockaddr_in address;
    UINT_PTR receiver = make_socket(t, SOCK_DGRAM, making);
    operation->handle = (HANDLE)receiver;
    bind_to_loopback(t, receiver, &address);
    UINT_PTR sender = make_socket(t, SOCK_DGRAM, OVERLAPPED_TOO);
    operation->peer = (HANDLE)sender;
    if (subject.connect(sender, &address, sizeof(address)))
        unresolved(t, "a datagram socket cannot be given its peer, error %d", subject.WSAGetLastError());
}

void prepare_plain_datagrams(struct test_case *t, struct operation *operation)
{
    prepare_datagrams(t, operation, NOT_OVERLAPPED);
}

void prepare_overlapped_datagrams(struct test_case *t, struct operation *operation)
{
    prepare_datagrams(t, operation, OVERLAPPED_TOO);
}

void send_to_peer(struct operation *operation)
{
    subject.send((UINT_PTR)operation->peer, RELEASE_DATA, RELEASE_DATA_SIZE, 0);
}

void keep_socket_result(struct operation *operation, int result)
{
    DWORD error = (DWORD)subject.WSAGetLastError();
    keep_result_with_error(operation, result >= 0, result >= 0 ? (DWORD)result : UNTOUCHED_COUNT, error);
}

void close_sockets(struct operation *operation)
{
    if (operation->handle)
        subject.closesocket((UINT_PTR)operation->handle);
    if (operation->peer)
        subject.closesocket((UINT_PTR)operation->peer);
}
