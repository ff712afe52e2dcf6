/* RCT-HANDLE-1 to -3: what is no handle, no handle any more, or no thread's. No page says what the function answers;
 * that a call whose thread was not named goes on follows from what the page says of it.
 */
#include "handles.h"
#include "rig/cancel.h"
#include "rig/server.h"

static void refuse(struct test_case *t, HANDLE (*make)(struct test_case *t, struct worker *bystander))
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *bystander = start_held_call(t, worker, &server->peer, server->binding, 0);
    HANDLE handle = make(t, worker);
    note_handle(t, "handle", handle);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, handle);

    check_cancel_refused(t, CHARACTERISED, &cancel);
    witness_left_alone(t, IMPLIED, "bystander", bystander, answer_of(&cancel) == RPC_S_OK);
    cancel_control(t, worker, &server->peer, server->binding);
}

/* ---- HANDLE-1, -2 -------------------------------------------------------------------------------------------------
 */

static HANDLE null(struct test_case *t, struct worker *bystander)
{
    (void)t;
    (void)bystander;
    return NULL;
}

static void null_cancels_nothing(struct test_case *t)
{
    refuse(t, null);
}

static HANDLE current_process(struct test_case *t, struct worker *bystander)
{
    (void)t;
    (void)bystander;
    return subject.GetCurrentProcess();
}

static void current_process_cancels_nothing(struct test_case *t)
{
    refuse(t, current_process);
}

/* ---- HANDLE-3 -----------------------------------------------------------------------------------------------------
 */

static const struct row {
    const char *name;
    HANDLE (*make)(struct test_case *t); /* or: */
    bool is_closed;                      /* the bystander's thread, but closed */
    HANDLE value;
} rows[] = {
    { "EVENT", .make = make_event_handle },
    { "MUTEX", .make = make_mutex_handle },
    { "JOB", .make = make_job_handle },
    { "FILE", .make = make_file_handle },
    { "PIPE", .make = make_pipe_handle },
    { "PROCESS", .make = make_process_handle },
    { "TOKEN", .make = make_token_handle },
    { "CLOSED", .is_closed = true },
    { "DEADBEEF", .value = (HANDLE)(ULONG_PTR)0xDEADBEEFu },
    { "ALIGNED", .value = (HANDLE)(ULONG_PTR)0x0EADBEE0u },
};

static HANDLE handle_of_row(struct test_case *t, struct worker *bystander)
{
    const struct row *row = VARIANT(t, struct row);
    if (row->is_closed)
        return make_closed_handle_of(t, bystander);
    return row->make ? row->make(t) : row->value;
}

static void no_thread_cancels_nothing(struct test_case *t)
{
    refuse(t, handle_of_row);
}

TEST(null_cancels_nothing, .clause = "RCT-HANDLE-1", .tiers = IMPLIED, .supports = "RpcCancelThread ncacn_ip_tcp");
TEST(current_process_cancels_nothing, .clause = "RCT-HANDLE-2", .tiers = IMPLIED,
     .supports = "RpcCancelThread ncacn_ip_tcp");
TEST(no_thread_cancels_nothing, .clause = "RCT-HANDLE-3", .variants = VARIANTS(rows, name), .tiers = IMPLIED,
     .supports = "RpcCancelThread ncacn_ip_tcp");
