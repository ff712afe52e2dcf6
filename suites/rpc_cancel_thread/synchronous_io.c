/* RCT-CROSS-1, -2: next to CancelSynchronousIo. Whether that one ends a remote call, whose transport may or may not do
 * synchronous I/O on the caller's thread, and what RpcCancelThread does to a thread in a blocked ReadFile.
 */
#include "operations/pipe_read.h"
#include "rig/cancel.h"
#include "rig/over.h"
#include "rig/server.h"

#define WATCH_MS 1000u

static void io_cancel_meets_remote_call(struct test_case *t)
{
    struct server *server = start_server(t, VARIANT(t, struct over)->protseq);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);

    struct call cancel = cancel_until_taken(t, full_handle_of(t, worker), call);

    note_bool(t, "cancel.returned", cancel.returned != FALSE);
    note_error(t, "cancel.last_error", cancel.last_error);
    note_elapsed(t, "cancel.elapsed", cancel.elapsed_us);
    note_attempts(t, "cancel.attempts", cancel.attempts);
    note_bool(t, "call.cancelled", await_end(call, WATCH_MS));
    release_operation(t, call);
    note_call(t, "call", call);
    positive_control(t, worker, &anonymous_pipe_read);
    cancel_control(t, worker, &server->peer, server->binding);
}

/* A read is no remote call, and a remote call is all that the page says is cancelled. */
static void remote_cancel_meets_read(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct operation *read = start_blocked(t, &anonymous_pipe_read);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, read->worker));

    note_rpc_cancel(t, "cancel", &cancel);
    note_bool(t, "read.cancelled", await_end(read, WATCH_MS));
    witness_undisturbed(t, IMPLIED, "read", read);
    cancel_control(t, start_worker(t), &server->peer, server->binding);
}

TEST(io_cancel_meets_remote_call, .clause = "RCT-CROSS-1", .variants = VARIANTS(connections_and_local, name),
     .tiers = CHARACTERISED, .class = WAITING, .supports = "RpcCancelThread CancelSynchronousIo");
TEST(remote_cancel_meets_read, .clause = "RCT-CROSS-2", .tiers = IMPLIED, .class = WAITING,
     .supports = "RpcCancelThread ncacn_ip_tcp");
