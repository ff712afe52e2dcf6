/* RCT-HANDLE-6: a thread of another process, which is a client of the same server. Whether its call can be cancelled is
 * recorded; the page speaks of threads of one client.
 */
#include "rig/cancel.h"
#include "rig/far_client.h"
#include "rig/server.h"

#define WATCH_MS 1000u

static const struct right {
    const char *name;
    DWORD access;
} rights[] = {
    { "THREAD_SET_CONTEXT", THREAD_SET_CONTEXT },
    { "THREAD_ALL_ACCESS", THREAD_ALL_ACCESS },
};

static void thread_of_another_process(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct far_client *client = start_far_client(t, server);
    struct operation *call = start_far_call(t, client, server, 0);
    HANDLE thread = subject.OpenThread(VARIANT(t, struct right)->access, FALSE, client->thread_id);
    need(t, thread != NULL, "OpenThread in another process");
    close_after_case(t, thread);
    note_granted_access(t, "thread", thread);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, thread);

    note_rpc_cancel(t, "cancel", &cancel);
    note_bool(t, "call.cancelled", await_end(call, WATCH_MS));
    release_operation(t, call);
    note_call(t, "call", call);
    cancel_control(t, start_worker(t), &server->peer, server->binding);
}

TEST(thread_of_another_process, .clause = "RCT-HANDLE-6", .variants = VARIANTS(rights, name), .tiers = CHARACTERISED,
     .class = WAITING, .supports = "RpcCancelThread ncacn_ip_tcp");
