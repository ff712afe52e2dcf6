/* CSIO-SCOPE-1: a cancel affects the thread that it names and no other, whatever its place among them. */
#include <stdio.h>

#include "modes.h"
#include "operations/pipe_connect.h"
#include "operations/pipe_read.h"
#include "operations/pipe_write.h"

#define THREADS 9

static const struct place {
    const char *name;
    unsigned victim;
} places[] = {
    { "FIRST_STARTED", 0 },
    { "IN_THE_MIDDLE", THREADS / 2 },
    { "LAST_STARTED", THREADS - 1 },
};

static const struct operation_kind *const kinds[THREADS] = {
    &anonymous_pipe_read,    &connect_named_pipe,     &named_pipe_write_client,
    &named_pipe_read_server, &named_pipe_read_client, &fsctl_pipe_listen,
    &anonymous_pipe_write,   &connect_named_pipe,     &named_pipe_read_server,
};

static void others_go_on(struct test_case *t)
{
    struct operation *operations[THREADS];
    for (unsigned i = 0; i < THREADS; ++i)
        operations[i] = start_blocked(t, kinds[i]);
    struct operation *victim = operations[VARIANT(t, struct place)->victim];

    struct call cancel = cancel_until_taken(t, full_handle_of(t, victim->worker), victim);

    witness_taken(t, "victim", victim, cancel);
    for (unsigned i = 0; i < THREADS; ++i) {
        char prefix[16];
        snprintf(prefix, sizeof(prefix), "bystander%u", i);
        if (operations[i] != victim)
            witness_undisturbed(t, DOCUMENTED, prefix, operations[i]);
    }
}

TEST(others_go_on, .clause = "CSIO-SCOPE-1", .variants = VARIANTS(places, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");

/* A thread that has nothing to cancel is named, and all the others block: none of them is taken in its stead. */
static void idle_thread_is_named(struct test_case *t)
{
    struct worker *idle = start_worker(t);
    struct operation *before = start_blocked(t, &anonymous_pipe_read);
    struct operation *after = start_blocked(t, &named_pipe_read_server);

    struct call cancel = call_cancel_synchronous_io(t, full_handle_of(t, idle));

    check_refused(t, DOCUMENTED, cancel, DOCUMENTED, ALLOW(ERROR_NOT_FOUND));
    witness_undisturbed(t, DOCUMENTED, "bystander0", before);
    witness_undisturbed(t, DOCUMENTED, "bystander1", after);
    positive_control(t, idle, &anonymous_pipe_read);
}

TEST(idle_thread_is_named, .clause = "CSIO-SCOPE-1", .tiers = DOCUMENTED, .supports = "CancelSynchronousIo");
