/* select() on one idle datagram socket: blocks until something is sent to it. */
#include <stdio.h>

#include "loopback.h"
#include "socket_select.h"

struct select_state {
    fd_set readable;
};

static void perform_select(struct operation *operation)
{
    struct select_state *state = operation->state;
    state->readable.fd_count = 1;
    state->readable.fd_array[0] = (SOCKET)operation->handle;
    keep_socket_result(operation, subject.select(0, &state->readable, NULL, NULL, NULL));
}

static bool found_readable(struct operation *operation, char *why, size_t why_size)
{
    const struct select_state *state = operation->state;
    if (operation->result.returned && operation->result.transferred == 1 && state->readable.fd_count == 1 &&
        state->readable.fd_array[0] == (SOCKET)operation->handle)
        return true;
    snprintf(why, why_size, "returned %d, error %lu, %u sockets: not the one that became readable",
             operation->result.returned, (unsigned long)operation->result.error, state->readable.fd_count);
    return false;
}

#define SOCKET_SELECT(kind_name, prepare_it)                                                                           \
    const struct operation_kind kind_name = {                                                                          \
        .name = #kind_name,                                                                                            \
        .is_io = true,                                                                                                 \
        .state_size = sizeof(struct select_state),                                                                     \
        .prepare = prepare_it,                                                                                         \
        .perform = perform_select,                                                                                     \
        .release = send_to_peer,                                                                                       \
        .is_full = found_readable,                                                                                     \
        .dispose = close_sockets,                                                                                      \
    }

SOCKET_SELECT(socket_select, prepare_plain_datagrams);
SOCKET_SELECT(overlapped_socket_select, prepare_overlapped_datagrams);
