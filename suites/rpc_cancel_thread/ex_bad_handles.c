/* RCT-EX-HANDLE-1: RpcCancelThreadEx of what is no handle of a thread. */
#include "rig/cancel.h"
#include "rig/server.h"

static HANDLE make_event(struct test_case *t, struct worker *worker)
{
    (void)worker;
    HANDLE event = subject.CreateEventW(NULL, TRUE, FALSE, NULL);
    need(t, event != NULL, "CreateEvent");
    return close_after_case(t, event);
}

static HANDLE open_own_process(struct test_case *t, struct worker *worker)
{
    (void)worker;
    HANDLE process = subject.OpenProcess(PROCESS_ALL_ACCESS, FALSE, GetCurrentProcessId());
    need(t, process != NULL, "OpenProcess");
    return close_after_case(t, process);
}

/* Of the very thread whose call is in progress. */
static HANDLE close_its_handle(struct test_case *t, struct worker *worker)
{
    HANDLE thread = subject.OpenThread(THREAD_ALL_ACCESS, FALSE, id_of(worker));
    need(t, thread != NULL, "OpenThread");
    subject.CloseHandle(thread);
    return thread;
}

static const struct handle {
    const char *name;
    HANDLE value; /* or, where it has to be made: */
    HANDLE (*make)(struct test_case *t, struct worker *worker);
} handles[] = {
    { "NULL", .value = NULL },
    { "INVALID_HANDLE_VALUE", .value = INVALID_HANDLE_VALUE }, /* also the pseudo-handle of the process */
    { "MADE_UP", .value = (HANDLE)(LONG_PTR)0x0EADBEE0 },
    { "EVENT", .make = make_event },
    { "PROCESS", .make = open_own_process },
    { "CLOSED", .make = close_its_handle },
};

static void is_no_thread_to_ex(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    const struct handle *row = VARIANT(t, struct handle);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);
    full_handle_of(t, worker); /* now, so that it does not become the closed one's successor */
    HANDLE handle = row->make ? row->make(t, worker) : row->value;

    struct rpc_cancel cancel = call_rpc_cancel_thread_ex(t, handle, 0);

    note_handle(t, "handle", handle);
    check_cancel_refused(t, CHARACTERISED, &cancel);
    await_undue_effect(&cancel, call);
    witness_undisturbed(t, CHARACTERISED, "call", call);
    cancel_control(t, worker, &server->peer, server->binding);
}

TEST(is_no_thread_to_ex, .clause = "RCT-EX-HANDLE-1", .variants = VARIANTS(handles, name), .tiers = CHARACTERISED,
     .supports = "RpcCancelThread RpcCancelThreadEx ncacn_ip_tcp");
