/* CSIO-NOTFOUND-3 and -4: asynchronous I/O is nothing to cancel, whether the thread or the call waits for its end. */
#include "modes.h"
#include "nothing_to_cancel.h"
#include "operations/overlapped.h"
#include "operations/pipe_read.h"
#include "wincancel_test.h"

struct row {
    const char *name;
    const struct operation_kind *kind;
};

static const struct row requests[] = {
    { "ReadFile", &overlapped_read },
    { "ConnectNamedPipe", &overlapped_connect },
};

static void pending_request_is_left_alone(struct test_case *t)
{
    struct operation *request = start_blocked(t, VARIANT(t, struct row)->kind);

    check_nothing_to_cancel(t, full_handle_of(t, request->worker), OBSERVED, OBSERVED);

    check_ntstatus(t, OBSERVED, "request.status", status_of_request(request), ALLOW(STATUS_PENDING));
    check_bool(t, OBSERVED, "request.event_signalled", event_is_signalled(request), false);
    witness_undisturbed(t, OBSERVED, "request", request);
    positive_control(t, request->worker, &anonymous_pipe_read);
}

static const struct row waiting_calls[] = {
    { "ReadFile", &read_with_no_overlapped },
    { "ConnectNamedPipe", &connect_with_no_overlapped },
    { "GetOverlappedResult_of_handle", &result_of_read_by_handle },
    { "GetOverlappedResult_of_event", &result_of_read_by_event },
};

static void waiting_call_is_left_alone(struct test_case *t)
{
    struct operation *call = start_blocked(t, VARIANT(t, struct row)->kind);

    check_nothing_to_cancel(t, full_handle_of(t, call->worker), IMPLIED, CHARACTERISED);

    witness_undisturbed(t, IMPLIED, "call", call);
    positive_control(t, call->worker, &anonymous_pipe_read);
}

/* The counterpart: a call that has no asynchronous form is synchronous on such a handle too. */
static void flush_is_synchronous(struct test_case *t)
{
    struct operation *flush = start_blocked(t, &flush_of_overlapped_handle);
    cancel_eventually(t, flush, (struct evidence){ .found = CHARACTERISED, .ends = CHARACTERISED });
}

TEST(pending_request_is_left_alone, .clause = "CSIO-NOTFOUND-3", .variants = VARIANTS(requests, name),
     .tiers = OBSERVED, .supports = "CancelSynchronousIo");
TEST(waiting_call_is_left_alone, .clause = "CSIO-NOTFOUND-4", .variants = VARIANTS(waiting_calls, name),
     .tiers = IMPLIED, .supports = "CancelSynchronousIo");
TEST(flush_is_synchronous, .clause = "CSIO-NOTFOUND-4", .tiers = DOCUMENTED, .supports = "CancelSynchronousIo");
