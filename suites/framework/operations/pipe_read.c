/* ReadFile of an empty pipe: blocks until somebody writes. */
#include "pipe_read.h"

#include <stdio.h>
#include <string.h>

#include "pipe_ends.h"
#include "read_file.h"

#define REST_DEADLINE_MS 1000u /* for bytes that have been written already */

static bool read_nothing(struct operation *operation, char *why, size_t why_size)
{
    const struct operation_result *result = &operation->result;
    char rest[RELEASE_DATA_SIZE];
    if (!result->returned || result->transferred) {
        snprintf(why, why_size, "returned %d, last error %lu, count %lu, instead of TRUE and no bytes",
                 result->returned, (unsigned long)result->error, (unsigned long)result->transferred);
        return false;
    }
    DWORD count = read_what_comes(operation->handle, rest, sizeof(rest), REST_DEADLINE_MS);
    if (count != sizeof(rest) || memcmp(rest, RELEASE_DATA, sizeof(rest))) {
        snprintf(why, why_size, "of the %u bytes that were written %lu were left to read", RELEASE_DATA_SIZE,
                 (unsigned long)count);
        return false;
    }
    return true;
}

static void prepare_anonymous(struct test_case *t, struct operation *operation)
{
    need_anonymous(t, &operation->handle, &operation->peer);
    need_signalled_handle(t, operation);
}

static void prepare_server_end(struct test_case *t, struct operation *operation)
{
    need_server_and_client(t, operation, 0, PIPE_TYPE_BYTE);
    need_signalled_handle(t, operation);
}

static void prepare_client_end(struct test_case *t, struct operation *operation)
{
    need_client_and_server(t, operation, 0, PIPE_TYPE_BYTE);
    need_signalled_handle(t, operation);
}

static void perform_read_zero(struct operation *operation)
{
    read_bytes_into_data(operation, 0);
}

#define PIPE_READ(kind_name, prepare_it, perform_it, is_full_if)                                                       \
    const struct operation_kind kind_name = {                                                                          \
        .name = #kind_name,                                                                                            \
        .is_io = true,                                                                                                 \
        .is_read = true,                                                                                               \
        .prepare = prepare_it,                                                                                         \
        .perform = perform_it,                                                                                         \
        .is_pending = handle_is_busy,                                                                                  \
        .release = write_to_peer,                                                                                      \
        .is_full = is_full_if,                                                                                         \
        .dispose = close_both_ends,                                                                                    \
    }

PIPE_READ(anonymous_pipe_read, prepare_anonymous, read_into_data, read_all_data);
PIPE_READ(named_pipe_read_server, prepare_server_end, read_into_data, read_all_data);
PIPE_READ(named_pipe_read_client, prepare_client_end, read_into_data, read_all_data);
PIPE_READ(anonymous_pipe_read_zero, prepare_anonymous, perform_read_zero, read_nothing);
PIPE_READ(named_pipe_read_zero, prepare_server_end, perform_read_zero, read_nothing);
