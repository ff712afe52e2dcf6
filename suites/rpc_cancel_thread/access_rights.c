/* RCT-ACCESS-1, -8: one table of rights, none of which is THREAD_SET_CONTEXT. A handle with such a right is refused,
 * wherever it comes from and whether its thread makes a call or not, and the call goes on; with THREAD_SET_CONTEXT
 * added it is accepted and the call ends.
 */
#include <ctype.h>
#include <stdio.h>

#include "rig/cancel.h"
#include "rig/server.h"
#include "thread_rights.h"

/* With cancel time-out 0: an accepted cancel would end the call while the server still holds it. */
static void is_refused(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);
    HANDLE thread = duplicate_thread(t, worker, VARIANT(t, struct right)->access);
    note_granted_access(t, "thread", thread);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, thread);

    check_cancel_status(t, DOCUMENTED, &cancel, ALLOW(RPC_S_ACCESS_DENIED));
    witness_left_alone(t, DOCUMENTED, "call", call, answer_of(&cancel) == RPC_S_OK);
    cancel_control(t, worker, &server->peer, server->binding);
}

/* The same of handles that come from elsewhere, or of a thread that makes no call: all rights one after the other. */
static const struct way {
    const char *name;
    HANDLE (*make)(struct test_case *t, struct worker *worker, DWORD access);
    bool is_idle;
} ways[] = {
    { "OPENED", open_thread, false }, /* OpenThread may grant more than it was asked for, but not THREAD_SET_CONTEXT */
    { "OPENED_IDLE", open_thread, true },
    { "DUPLICATED_IDLE", duplicate_thread, true },
};

/* Returns whether it was. */
static bool refuse(struct test_case *t, struct worker *worker, const struct right *right)
{
    char name[64], key[80];
    snprintf(name, sizeof(name), "%s", right->name);
    for (char *letter = name; *letter; ++letter)
        *letter = (char)tolower((unsigned char)*letter);
    HANDLE thread = VARIANT(t, struct way)->make(t, worker, right->access);
    note_granted_access(t, name, thread);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, thread);

    snprintf(key, sizeof(key), "%s.status", name);
    check_rpc_status(t, DOCUMENTED, key, answer_of(&cancel), ALLOW(RPC_S_ACCESS_DENIED));
    return answer_of(&cancel) != RPC_S_OK;
}

static void each_is_refused(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = NULL;
    bool refused = true;
    if (!VARIANT(t, struct way)->is_idle)
        call = start_held_call(t, worker, &server->peer, server->binding, 0);

    for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); ++i)
        refused = refuse(t, worker, &rights[i]) && refused;

    if (call)
        witness_left_alone(t, DOCUMENTED, "call", call, !refused);
    cancel_control(t, worker, &server->peer, server->binding);
}

static void is_enough_with(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);
    HANDLE thread = duplicate_thread(t, worker, VARIANT(t, struct right)->access | THREAD_SET_CONTEXT);
    note_granted_access(t, "thread", thread);

    struct rpc_cancel cancel = cancel_until_ended(t, thread, call);

    if (check_cancel_accepted(t, IMPLIED, &cancel))
        witness_cancelled_at_once(t, IMPLIED, "call", call, &cancel);
}

TEST(is_refused, .clause = "RCT-ACCESS-8", .variants = VARIANTS(rights, name), .tiers = DOCUMENTED,
     .supports = "RpcCancelThread ncacn_ip_tcp");
TEST(each_is_refused, .clause = "RCT-ACCESS-8", .variants = VARIANTS(ways, name), .tiers = DOCUMENTED,
     .supports = "RpcCancelThread ncacn_ip_tcp");
TEST(is_enough_with, .clause = "RCT-ACCESS-1", .variants = VARIANTS(rights, name), .tiers = IMPLIED,
     .supports = "RpcCancelThread ncacn_ip_tcp");
