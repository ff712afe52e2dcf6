/* WriteFile of more than the pipe holds, to a peer that does not read. */
#include "pipe_write.h"

#include <stdio.h>

#include "operations/pipe_ends.h"

#define READ_DEADLINE_MS 1000u /* between two arrivals */

struct writing {
    unsigned char sent[PIPE_WRITE_SIZE];
    unsigned char received[PIPE_WRITE_SIZE + 1]; /* room for a byte too many */
    DWORD received_count;
};

static unsigned char pattern_at(size_t offset)
{
    return (unsigned char)(offset * 7 + (offset >> 8) * 13 + 1);
}

void fill_pattern(unsigned char *data, size_t size)
{
    for (size_t i = 0; i < size; ++i)
        data[i] = pattern_at(i);
}

bool is_pattern(const unsigned char *data, size_t size)
{
    size_t i = 0;
    while (i < size && data[i] == pattern_at(i))
        ++i;
    return i == size;
}

static void prepare_writing(struct test_case *t, struct operation *operation)
{
    struct writing *state = operation->state;
    fill_pattern(state->sent, sizeof(state->sent));
    need_signalled_handle(t, operation);
}

static void prepare_server(struct test_case *t, struct operation *operation)
{
    need_server_and_client(t, operation, 0, PIPE_TYPE_BYTE);
    prepare_writing(t, operation);
}

static void prepare_client(struct test_case *t, struct operation *operation)
{
    need_client_and_server(t, operation, 0, PIPE_TYPE_BYTE);
    prepare_writing(t, operation);
}

static void prepare_anonymous(struct test_case *t, struct operation *operation)
{
    need_anonymous(t, &operation->peer, &operation->handle);
    prepare_writing(t, operation);
}

static void perform_write(struct operation *operation)
{
    struct writing *state = operation->state;
    DWORD transferred = UNTOUCHED_COUNT;
    BOOL returned = subject.WriteFile(operation->handle, state->sent, sizeof(state->sent), &transferred, NULL);
    keep_result(operation, returned, transferred);
}

static void read_all(struct operation *operation)
{
    struct writing *state = operation->state;
    state->received_count = read_what_comes(operation->peer, state->received, sizeof(state->sent), READ_DEADLINE_MS);
}

static bool is_delivered(struct operation *operation, char *why, size_t why_size)
{
    const struct writing *state = operation->state;
    const struct operation_result *result = &operation->result;
    if (!result->returned || result->transferred != sizeof(state->sent))
        snprintf(why, why_size, "returned %d, last error %lu, count %lu, instead of TRUE and %u", result->returned,
                 (unsigned long)result->error, (unsigned long)result->transferred, (unsigned)sizeof(state->sent));
    else if (state->received_count != sizeof(state->sent) || bytes_available(operation->peer))
        snprintf(why, why_size, "%lu bytes came out, %lu more wait, of %u written",
                 (unsigned long)state->received_count, (unsigned long)bytes_available(operation->peer),
                 (unsigned)sizeof(state->sent));
    else if (!is_pattern(state->received, state->received_count))
        snprintf(why, why_size, "other bytes came out than were written");
    else
        return true;
    return false;
}

#define PIPE_WRITE(kind_name, prepare_it)                                                                              \
    const struct operation_kind kind_name = {                                                                          \
        .name = #kind_name,                                                                                            \
        .is_io = true,                                                                                                 \
        .state_size = sizeof(struct writing),                                                                          \
        .prepare = prepare_it,                                                                                         \
        .perform = perform_write,                                                                                      \
        .is_pending = handle_is_busy,                                                                                  \
        .release = read_all,                                                                                           \
        .is_full = is_delivered,                                                                                       \
        .dispose = close_both_ends,                                                                                    \
    }

PIPE_WRITE(named_pipe_write_server, prepare_server);
PIPE_WRITE(named_pipe_write_client, prepare_client);
PIPE_WRITE(anonymous_pipe_write, prepare_anonymous);
