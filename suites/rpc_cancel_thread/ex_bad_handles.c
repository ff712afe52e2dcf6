/* RCT-EX-HANDLE-1: RpcCancelThreadEx of what is no handle of a thread. */
#include "handles.h"
#include "rig/cancel.h"
#include "rig/server.h"

static const struct handle {
    const char *name;
    HANDLE value; /* or, where it has to be made: */
    HANDLE (*make)(struct test_case *t);
    bool is_closed; /* of the very thread whose call is in progress, but closed */
} handles[] = {
    { "NULL", .value = NULL },
    { "INVALID_HANDLE_VALUE", .value = INVALID_HANDLE_VALUE }, /* also the pseudo-handle of the process */
    { "MADE_UP", .value = (HANDLE)(LONG_PTR)0x0EADBEE0 },
    { "EVENT", .make = make_event_handle },
    { "PROCESS", .make = make_process_handle },
    { "CLOSED", .is_closed = true },
};

static HANDLE handle_of(struct test_case *t, struct worker *worker)
{
    const struct handle *row = VARIANT(t, struct handle);
    if (row->is_closed)
        return make_closed_handle_of(t, worker);
    return row->make ? row->make(t) : row->value;
}

static void is_no_thread_to_ex(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);
    HANDLE handle = handle_of(t, worker);

    struct rpc_cancel cancel = call_rpc_cancel_thread_ex(t, handle, 0);

    note_handle(t, "handle", handle);
    check_cancel_refused(t, CHARACTERISED, &cancel);
    witness_left_alone(t, CHARACTERISED, "call", call, answer_of(&cancel) == RPC_S_OK);
    cancel_control(t, worker, &server->peer, server->binding);
}

TEST(is_no_thread_to_ex, .clause = "RCT-EX-HANDLE-1", .variants = VARIANTS(handles, name), .tiers = CHARACTERISED,
     .supports = "RpcCancelThread RpcCancelThreadEx ncacn_ip_tcp");
