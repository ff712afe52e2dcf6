/* ReadFile of an empty pipe in another process: blocks until we write. */
#include "stooge_read.h"

#include "operations/read_file.h"

struct stooge *stooge_of(const struct operation *operation)
{
    return operation->state;
}

HANDLE open_thread_of_stooge(struct test_case *t, const struct operation *operation, DWORD access)
{
    HANDLE thread = subject.OpenThread(access, FALSE, stooge_of(operation)->thread_id);
    need(t, thread != NULL, "OpenThread in another process");
    return close_after_case(t, thread);
}

static void prepare_stooge(struct test_case *t, struct operation *operation)
{
    start_stooge(t, stooge_of(operation)); /* its read blocks when this returns */
}

static void await_stooge(struct operation *operation)
{
    struct operation_result result = { .returned = FALSE };
    if (!await_stooge_read(stooge_of(operation), &result, operation->data))
        keep_result(operation, FALSE, UNTOUCHED_COUNT);
    else
        keep_result_with_error(operation, result.returned, result.transferred, result.error);
}

static void write_to_stooge(struct operation *operation)
{
    DWORD written;
    subject.WriteFile(stooge_of(operation)->peer, RELEASE_DATA, RELEASE_DATA_SIZE, &written, NULL);
}

static void dispose_of_it(struct operation *operation)
{
    dispose_of_stooge(stooge_of(operation));
}

const struct operation_kind stooge_read = {
    .name = "stooge_read",
    .is_io = true,
    .is_read = true,
    .state_size = sizeof(struct stooge),
    .prepare = prepare_stooge,
    .perform = await_stooge,
    .release = write_to_stooge,
    .is_full = read_all_data,
    .dispose = dispose_of_it,
};
