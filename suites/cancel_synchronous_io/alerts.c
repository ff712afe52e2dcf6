/* CSIO-ALERT-1: a user APC ends a synchronous operation on a handle that was opened as alertable. */
#include "operations/alertable_listen.h"
#include "operations/pipe_read.h"

#define ALERT_DEADLINE_MS 1000u

static volatile LONG apc_runs;

static void CALLBACK count_run(ULONG_PTR argument)
{
    (void)argument;
    InterlockedIncrement(&apc_runs);
}

static void queue_apc(struct test_case *t, struct operation *operation)
{
    apc_runs = 0;
    need(t, subject.QueueUserAPC(count_run, full_handle_of(t, operation->worker), 0), "QueueUserAPC");
}

static void alertable_operation_is_ended(struct test_case *t)
{
    struct operation *listen = start_blocked(t, &alertable_listen);

    queue_apc(t, listen);

    await_end(listen, ALERT_DEADLINE_MS);
    check_outcome(t, OBSERVED, "listen.outcome", outcome_of(listen), "aborted");
    if (has_ended(listen))
        note_ntstatus(t, "listen.status", status_of_listen(listen));
    note_count(t, "apc.runs", (uint64_t)apc_runs);
}

TEST(alertable_operation_is_ended, .clause = "CSIO-ALERT-1", .tiers = OBSERVED, .class = WAITING);

/* Its second half, how Win32 opens its handles, has no public evidence: recorded. */
static const struct opened {
    const char *name;
    const struct operation_kind *kind;
} others[] = {
    { "FILE_SYNCHRONOUS_IO_NONALERT", &non_alertable_listen },
    { "CreateNamedPipe", &named_pipe_read_server },
    { "CreateFile", &named_pipe_read_client },
};

static void other_operations_go_on(struct test_case *t)
{
    struct operation *operation = start_blocked(t, VARIANT(t, struct opened)->kind);

    queue_apc(t, operation);

    witness_undisturbed(t, CHARACTERISED, "operation", operation);
    note_count(t, "apc.runs", (uint64_t)apc_runs);
    positive_control(t, operation->worker, &anonymous_pipe_read);
}

TEST(other_operations_go_on, .clause = "CSIO-ALERT-1", .variants = VARIANTS(others, name), .tiers = CHARACTERISED,
     .supports = "CancelSynchronousIo");
