/* CSIO-ABORT-1, CSIO-ABORT-2: an operation that was cancelled fails with ERROR_OPERATION_ABORTED, and counts nothing.
 */
#include "modes.h"
#include "operations/pipe_call.h"
#include "operations/pipe_connect.h"
#include "operations/pipe_kinds.h"
#include "operations/pipe_read.h"
#include "operations/pipe_transact.h"
#include "operations/pipe_write.h"

static void fails_as_aborted(struct test_case *t)
{
    const struct pipe_kind *row = VARIANT(t, struct pipe_kind);
    struct operation *operation = start_blocked(t, row->kind);

    need_cancelled(t, operation);

    check_bool(t, row->general, "operation.returned", operation->result.returned != FALSE, false);
    if (!operation->result.returned) /* then it is the cancel that ended it: the code is the page's for every kind */
        check_error(t, DOCUMENTED, "operation.last_error", operation->result.error, ALLOW(ERROR_OPERATION_ABORTED));
}

/* ReadFile's page zeroes the count first. For the others nothing says so. */
static const struct counting {
    const char *name;
    const struct operation_kind *kind;
    enum tier tier;
} counting[] = {
    { "ReadFile_server", &named_pipe_read_server, IMPLIED },
    { "ReadFile_client", &named_pipe_read_client, IMPLIED },
    { "ReadFile_anonymous", &anonymous_pipe_read, IMPLIED },
    { "ReadFile_no_bytes", &named_pipe_read_zero, IMPLIED },
    { "WriteFile_named", &named_pipe_write_client, CHARACTERISED },
    { "WriteFile_anonymous", &anonymous_pipe_write, CHARACTERISED },
    { "DeviceIoControl", &fsctl_pipe_listen, CHARACTERISED },
    { "TransactNamedPipe", &transact_named_pipe, CHARACTERISED },
    { "CallNamedPipe", &call_named_pipe_silent, CHARACTERISED },
};

static void counts_nothing(struct test_case *t)
{
    const struct counting *row = VARIANT(t, struct counting);
    struct operation *operation = start_blocked(t, row->kind);

    need_aborted(t, operation);

    note_bool(t, "operation.count_was_written", operation->result.transferred != UNTOUCHED_COUNT);
    check_bytes(t, row->tier, "operation.transferred", operation->result.transferred, ALLOW(0));
}

TEST(fails_as_aborted, .clause = "CSIO-ABORT-1", .variants = VARIANTS(pipe_kinds, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
TEST(counts_nothing, .clause = "CSIO-ABORT-2", .variants = VARIANTS(counting, name), .tiers = IMPLIED,
     .supports = "CancelSynchronousIo");
