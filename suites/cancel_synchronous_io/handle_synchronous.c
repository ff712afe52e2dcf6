/* CSIO-CIO-SYNC-1: CancelIo on a handle opened without the overlapped flag does nothing.
 * CSIO-CIOEX-SYNC-1: CancelIoEx on such a handle cancels the operation that another thread blocks in.
 *
 * On Windows the calls may queue behind that operation, so they are made on a thread of their own, in a child of its
 * own. */
#include "cancel_of_handle.h"
#include "operations/handle_cancel.h"
#include "operations/pipe_connect.h"
#include "operations/pipe_read.h"
#include "operations/pipe_write.h"

#define CALL_DEADLINE_MS  1000u
#define TAKEN_DEADLINE_MS 1500u

static const struct blocked {
    const char *name;
    const struct operation_kind *kind;
} kinds[] = {
    { "ReadFile_anonymous", &anonymous_pipe_read },   { "ReadFile_server", &named_pipe_read_server },
    { "ReadFile_client", &named_pipe_read_client },   { "ConnectNamedPipe", &connect_named_pipe },
    { "WriteFile_anonymous", &anonymous_pipe_write }, { "WriteFile_server", &named_pipe_write_server },
};

static void cancel_io_does_nothing(struct test_case *t)
{
    struct operation *operation = start_blocked(t, VARIANT(t, struct blocked)->kind);

    struct operation *call = start_handle_cancel(t, start_worker(t), &cancel_io_call, operation->handle);

    note_bool(t, "cancel_io.returned_before_the_operation", await_end(call, CALL_DEADLINE_MS));
    witness_undisturbed(t, DOCUMENTED, "operation", operation);
    if (!await_end(call, CALL_DEADLINE_MS))
        unresolved(t, "CancelIo did not return, though the operation on its handle is over");
    note_bool(t, "cancel_io.returned", call->result.returned != FALSE);
    note_error(t, "cancel_io.last_error", call->result.error);
    note_elapsed(t, "cancel_io.elapsed", call->result.elapsed_us);
    control_cancel_io(t);
}

TEST(cancel_io_does_nothing, .clause = "CSIO-CIO-SYNC-1", .variants = VARIANTS(kinds, name), .tiers = DOCUMENTED,
     .supports = "CancelIo", .isolated = true, .budget_ms = 12000);

static void cancel_io_ex_cancels(struct test_case *t)
{
    struct operation *operation = start_blocked(t, VARIANT(t, struct blocked)->kind);
    struct worker *canceller = start_worker(t);
    uint64_t deadline = now_us() + scaled_ms(TAKEN_DEADLINE_MS) * UINT64_C(1000);
    struct operation *call;
    unsigned attempts = 0;
    bool came_back;

    do { /* one that comes before the operation can be found is allowed to miss it */
        call = start_handle_cancel(t, canceller, &cancel_io_ex_call, operation->handle);
        came_back = await_end(call, CALL_DEADLINE_MS);
        ++attempts;
    } while (came_back && !call->result.returned && call->result.error == ERROR_NOT_FOUND && !await_end(operation, 1) &&
             now_us() < deadline);

    note_attempts(t, "cancel_io_ex.attempts", attempts);
    check_bool(t, DOCUMENTED, "cancel_io_ex.returned", came_back && call->result.returned, true);
    if (came_back) {
        note_error(t, "cancel_io_ex.last_error", call->result.error);
        note_elapsed(t, "cancel_io_ex.elapsed", call->result.elapsed_us);
    }
    if (came_back && !call->result.returned)
        witness_undisturbed(t, DOCUMENTED, "operation", operation);
    else
        witness_aborted(t, DOCUMENTED, "operation", operation);
}

TEST(cancel_io_ex_cancels, .clause = "CSIO-CIOEX-SYNC-1", .variants = VARIANTS(kinds, name), .tiers = DOCUMENTED,
     .supports = "CancelIoEx", .isolated = true, .budget_ms = 12000);
