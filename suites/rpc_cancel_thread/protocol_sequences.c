/* RCT-PS-*: the function works on connection-oriented protocol sequences and on datagrams, except on ncadg_mq and
 * ncalrpc. The same facts for each that the target supports. Those of networks of old: legacy_sequences.c.
 */
#include "core_facts.h"
#include "rig/server.h"

static void verify_over(struct test_case *t, const struct protseq *protseq)
{
    struct server *server = start_server(t, protseq);
    VARIANT(t, struct core_fact)->verify(t, &server->peer, server->binding);
}

static void over_ncacn_ip_tcp(struct test_case *t)
{
    verify_over(t, &ncacn_ip_tcp);
}

/* Wine loses a cancel that comes between the write to the pipe and the read from it, so what one alone does varies. */
static void over_ncacn_np(struct test_case *t)
{
    values_vary(t, VARIANT(t, struct core_fact)->by_one_cancel);
    verify_over(t, &ncacn_np);
}

static void over_ncadg_ip_udp(struct test_case *t)
{
    verify_over(t, &ncadg_ip_udp);
}

/* The page calls ncalrpc a datagram protocol, which it is not, and excludes it. */
static void over_ncalrpc(struct test_case *t)
{
    verify_end_or_none(t, AMBIGUOUS, &ncalrpc);
}

static const struct infinite {
    const char *name;
    LONG cancel_timeout;
} infinite[] = { { "default", LEAVE_CANCEL_TIMEOUT }, { "infinite", RPC_C_CANCEL_INFINITE_TIMEOUT } };

/* The caller does what the page says it must not. */
static void without_finite_time_out(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_np);
    struct worker *worker = start_worker(t);
    struct operation *call =
        start_held_call(t, worker, &server->peer, server->binding, VARIANT(t, struct infinite)->cancel_timeout);

    struct rpc_cancel cancel = cancel_until_ended(t, full_handle_of(t, worker), call);

    check_cancel_status(t, CHARACTERISED, &cancel, ALLOW(RPC_S_OK));
    note_outcome(t, "call.after_cancel", call_outcome(call));
    bool released = has_ended(call) || release_operation(t, call);
    note_bool(t, "call.ends_with_server", released);
    note_call(t, "call", call);
}

TEST(over_ncacn_ip_tcp, .clause = "RCT-PS-TCP", .variants = VARIANTS(core_facts, name), .tiers = TIERS_OF_CORE_FACTS,
     .class = WAITING, .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_ip_tcp");
TEST(over_ncacn_np, .clause = "RCT-PS-NP", .variants = VARIANTS(core_facts, name), .tiers = TIERS_OF_CORE_FACTS,
     .class = WAITING, .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_np");
TEST(over_ncadg_ip_udp, .clause = "RCT-PS-UDP", .variants = VARIANTS(core_facts, name), .tiers = TIERS_OF_CORE_FACTS,
     .class = WAITING, .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncadg_ip_udp");
TEST(over_ncalrpc, .clause = "RCT-PS-LRPC", .tiers = AMBIGUOUS, .class = WAITING,
     .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncalrpc ncacn_ip_tcp");
TEST(without_finite_time_out, .clause = "RCT-PS-NP-INF", .variants = VARIANTS(infinite, name), .tiers = CHARACTERISED,
     .class = WAITING, .isolated = true, .supports = "RpcCancelThread ncacn_np");
