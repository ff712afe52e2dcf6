/* accept() on an idle listener: blocks until somebody connects. */
#include <stdio.h>

#include "loopback.h"
#include "socket_accept.h"

struct accept_state {
    struct sockaddr_in address;
    UINT_PTR accepted;
};

static void prepare_listener(struct test_case *t, struct operation *operation, enum socket_making making)
{
    struct accept_state *state = operation->state;
    UINT_PTR listener = make_socket(t, SOCK_STREAM, making);
    operation->handle = (HANDLE)listener;
    state->accepted = INVALID_SOCKET;
    bind_to_loopback(t, listener, &state->address);
    if (subject.listen(listener, 1))
        unresolved(t, "listen failed, error %d", subject.WSAGetLastError());
    operation->peer = (HANDLE)make_socket(t, SOCK_STREAM, OVERLAPPED_TOO);
}

static void prepare_plain_listener(struct test_case *t, struct operation *operation)
{
    prepare_listener(t, operation, NOT_OVERLAPPED);
}

static void prepare_overlapped_listener(struct test_case *t, struct operation *operation)
{
    prepare_listener(t, operation, OVERLAPPED_TOO);
}

static void perform_accept(struct operation *operation)
{
    struct accept_state *state = operation->state;
    state->accepted = subject.accept((UINT_PTR)operation->handle, NULL, NULL);
    keep_socket_result(operation, state->accepted == INVALID_SOCKET ? -1 : 0);
}

static void connect_peer(struct operation *operation)
{
    struct accept_state *state = operation->state;
    subject.connect((UINT_PTR)operation->peer, &state->address, sizeof(state->address));
}

static bool accepted_peer(struct operation *operation, char *why, size_t why_size)
{
    if (operation->result.returned)
        return true;
    snprintf(why, why_size, "it failed with error %lu instead of taking the connection",
             (unsigned long)operation->result.error);
    return false;
}

static void close_all(struct operation *operation)
{
    struct accept_state *state = operation->state;
    if (operation->started && state->accepted != INVALID_SOCKET)
        subject.closesocket(state->accepted);
    close_sockets(operation);
}

#define SOCKET_ACCEPT(kind_name, prepare_it)                                                                           \
    const struct operation_kind kind_name = {                                                                          \
        .name = #kind_name,                                                                                            \
        .is_io = true,                                                                                                 \
        .state_size = sizeof(struct accept_state),                                                                     \
        .prepare = prepare_it,                                                                                         \
        .perform = perform_accept,                                                                                     \
        .release = connect_peer,                                                                                       \
        .is_full = accepted_peer,                                                                                      \
        .dispose = close_all,                                                                                          \
    }

SOCKET_ACCEPT(socket_accept, prepare_plain_listener);
SOCKET_ACCEPT(overlapped_socket_accept, prepare_overlapped_listener);
