/* WaitNamedPipe on a pipe whose one instance is taken. */
#include "pipe_wait.h"

#include <stdio.h>

#include "operations/pipe_ends.h"

#define LONG_LIMIT_MS 600000u

struct taken_instance *instance_of(struct operation *operation)
{
    return operation->state;
}

static void prepare_wait(struct test_case *t, struct operation *operation)
{
    need_taken_instance(t, instance_of(operation));
}

static void wait_for_instance(struct operation *operation, DWORD limit)
{
    BOOL returned = subject.WaitNamedPipeW(instance_of(operation)->name, limit);
    keep_result(operation, returned, UNTOUCHED_COUNT);
}

static void perform_wait(struct operation *operation)
{
    wait_for_instance(operation, NMPWAIT_WAIT_FOREVER);
}

static void perform_limited_wait(struct operation *operation)
{
    wait_for_instance(operation, LONG_LIMIT_MS);
}

static void release_wait(struct operation *operation)
{
    free_instance(instance_of(operation));
}

static bool can_be_opened(struct operation *operation, char *why, size_t why_size)
{
    struct taken_instance *instance = instance_of(operation);
    if (!operation->result.returned)
        snprintf(why, why_size, "it failed with error %lu", (unsigned long)operation->result.error);
    else if (instance->client)
        snprintf(why, why_size, "it returned TRUE while the one instance was taken");
    else if (!take_instance(instance))
        snprintf(why, why_size, "it returned TRUE, but the pipe cannot be opened, error %lu",
                 (unsigned long)GetLastError());
    else
        return true;
    return false;
}

static void dispose_wait(struct operation *operation)
{
    close_instance(instance_of(operation));
}

#define PIPE_WAIT_KIND(kind_name, perform_it)                                                                          \
    const struct operation_kind kind_name = {                                                                          \
        .name = #kind_name,                                                                                            \
        .is_io = true,                                                                                                 \
        .state_size = sizeof(struct taken_instance),                                                                   \
        .prepare = prepare_wait,                                                                                       \
        .perform = perform_it,                                                                                         \
        .release = release_wait,                                                                                       \
        .is_full = can_be_opened,                                                                                      \
        .dispose = dispose_wait,                                                                                       \
    }

PIPE_WAIT_KIND(wait_named_pipe, perform_wait);
PIPE_WAIT_KIND(wait_named_pipe_limited, perform_limited_wait);
