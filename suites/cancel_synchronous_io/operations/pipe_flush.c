/* FlushFileBuffers on a named pipe whose peer has not read yet. */
#include "pipe_flush.h"

#include <stdio.h>
#include <string.h>

#include "operations/pipe_ends.h"

#define READ_DEADLINE_MS 1000u

struct flushing {
    char received[UNREAD_DATA_SIZE];
    DWORD received_count;
};

static void write_unread_data(struct test_case *t, struct operation *operation)
{
    DWORD written;
    need(t, subject.WriteFile(operation->handle, UNREAD_DATA, UNREAD_DATA_SIZE, &written, NULL),
         "WriteFile of what a flush waits for");
    need_signalled_handle(t, operation);
}

static void prepare_server(struct test_case *t, struct operation *operation)
{
    need_server_and_client(t, operation, 0, PIPE_TYPE_BYTE);
    write_unread_data(t, operation);
}

static void prepare_client(struct test_case *t, struct operation *operation)
{
    need_client_and_server(t, operation, 0, PIPE_TYPE_BYTE);
    write_unread_data(t, operation);
}

void flush_handle(struct operation *operation)
{
    BOOL returned = subject.FlushFileBuffers(operation->handle);
    keep_result(operation, returned, UNTOUCHED_COUNT);
}

static void read_unread_data(struct operation *operation)
{
    struct flushing *state = operation->state;
    state->received_count =
        read_what_comes(operation->peer, state->received, sizeof(state->received), READ_DEADLINE_MS);
}

static bool is_flushed(struct operation *operation, char *why, size_t why_size)
{
    const struct flushing *state = operation->state;
    if (!operation->result.returned)
        snprintf(why, why_size, "it failed with error %lu", (unsigned long)operation->result.error);
    else if (state->received_count != UNREAD_DATA_SIZE || memcmp(state->received, UNREAD_DATA, UNREAD_DATA_SIZE))
        snprintf(why, why_size, "it returned TRUE, but %lu of %u bytes had come out",
                 (unsigned long)state->received_count, UNREAD_DATA_SIZE);
    else
        return true;
    return false;
}

#define PIPE_FLUSH(kind_name, prepare_it)                                                                              \
    const struct operation_kind kind_name = {                                                                          \
        .name = #kind_name,                                                                                            \
        .is_io = true,                                                                                                 \
        .state_size = sizeof(struct flushing),                                                                         \
        .prepare = prepare_it,                                                                                         \
        .perform = flush_handle,                                                                                       \
        .is_pending = handle_is_busy,                                                                                  \
        .release = read_unread_data,                                                                                   \
        .is_full = is_flushed,                                                                                         \
        .dispose = close_both_ends,                                                                                    \
    }

PIPE_FLUSH(named_pipe_flush_server, prepare_server);
PIPE_FLUSH(named_pipe_flush_client, prepare_client);
