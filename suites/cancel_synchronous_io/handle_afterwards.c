/* CSIO-STATE-1: a cancel changes nothing about the file handle. The same operation issued anew on the same handle, by
 * another thread, blocks as the first did, and completes with everything that it should. */
#include "modes.h"
#include "operations/pipe_connect.h"
#include "operations/pipe_flush.h"
#include "operations/pipe_read.h"
#include "operations/pipe_transact.h"
#include "operations/pipe_write.h"

/* All that have a handle; WaitNamedPipe and CallNamedPipe have none. */
static const struct on_handle {
    const char *name;
    const struct operation_kind *kind;
} on_handle[] = {
    { "ConnectNamedPipe", &connect_named_pipe },      { "FSCTL_PIPE_LISTEN", &fsctl_pipe_listen },
    { "ReadFile_server", &named_pipe_read_server },   { "ReadFile_client", &named_pipe_read_client },
    { "ReadFile_anonymous", &anonymous_pipe_read },   { "ReadFile_no_bytes", &named_pipe_read_zero },
    { "WriteFile_server", &named_pipe_write_server }, { "WriteFile_client", &named_pipe_write_client },
    { "WriteFile_anonymous", &anonymous_pipe_write }, { "FlushFileBuffers", &named_pipe_flush_client },
    { "TransactNamedPipe", &transact_named_pipe },
};

static void handle_works_on(struct test_case *t)
{
    struct operation *first = start_blocked(t, VARIANT(t, struct on_handle)->kind);
    need_aborted(t, first);

    struct operation *again = prepare_again(t, start_worker(t), first);
    start_operation(t, again);
    if (!comes_to_block(t, again)) {
        check_bool(t, IMPLIED, "again.blocked", false, true);
        note_operation(t, "again", again);
        return;
    }
    witness_undisturbed(t, IMPLIED, "again", again);
}

TEST(handle_works_on, .clause = "CSIO-STATE-1", .variants = VARIANTS(on_handle, name), .tiers = IMPLIED,
     .supports = "CancelSynchronousIo");
