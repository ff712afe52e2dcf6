/* RCT-PS-LEGACY, -IPX, -MQ: protocol sequences of networks that Windows had once. What the target says of each is
 * recorded; where one is still there, a call over it is cancelled.
 */
#include "core_facts.h"
#include "rig/protseq_answers.h"
#include "rig/server.h"

static void verify_end_over(struct test_case *t, const struct protseq *protseq)
{
    need_legacy_protseq(t, protseq);
    struct server *server = start_server(t, protseq);
    verify_end_at_once(t, &server->peer, server->binding);
}

static void over_connection(struct test_case *t)
{
    verify_end_over(t, VARIANT(t, struct protseq));
}

static void over_ncadg_ipx(struct test_case *t)
{
    verify_end_over(t, &ncadg_ipx);
}

/* The page excludes it, and says no more: what comes of a cancel is recorded. */
static void over_ncadg_mq(struct test_case *t)
{
    need_legacy_protseq(t, &ncadg_mq);
    verify_end_or_none(t, CHARACTERISED, &ncadg_mq);
}

TEST(over_connection, .clause = "RCT-PS-LEGACY", .variants = VARIANTS(legacy_connection_protseqs, name),
     .tiers = DOCUMENTED | AMBIGUOUS, .supports = "RpcCancelThread RpcMgmtSetCancelTimeout");
TEST(over_ncadg_ipx, .clause = "RCT-PS-IPX", .tiers = DOCUMENTED | AMBIGUOUS,
     .supports = "RpcCancelThread RpcMgmtSetCancelTimeout");
TEST(over_ncadg_mq, .clause = "RCT-PS-MQ", .tiers = CHARACTERISED,
     .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_ip_tcp");
