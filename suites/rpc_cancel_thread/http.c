/* RCT-PS-HTTP: the same facts over ncacn_http. No target can be asked to serve it alone: it takes a proxy, which is a
 * web server. So proxy and server are a stand-in, and what is tested is the client. One case at a time, on all targets
 * of a machine: on Wine they all need the same port. Each in a child of its own, in which the target's threads for HTTP
 * stay on.
 */
#include "core_facts.h"
#include "rig/http_proxy.h"

#define CLOSE_DEADLINE_MS 1000u

static void over_ncacn_http(struct test_case *t)
{
    struct http_proxy *proxy = start_http_proxy(t);
    void *binding = bind_through_http_proxy(t, proxy);
    need_echo(t, binding, &proxy->peer);
    uint64_t began_us = now_us();

    VARIANT(t, struct core_fact)->verify(t, &proxy->peer, binding);

    enum wire_side client = FROM_CLIENT;
    note_bool(t, "client.sends_cancel_pdu", count_wire_events(proxy->log, began_us, tells_of_cancel, NULL) > 0);
    note_bool(t, "client.closes_channel",
              await_wire_event(proxy->log, began_us, is_close, &client, CLOSE_DEADLINE_MS, NULL));
}

TEST(over_ncacn_http, .clause = "RCT-PS-HTTP", .variants = VARIANTS(core_facts, name), .tiers = TIERS_OF_CORE_FACTS,
     .class = EXCLUSIVE, .isolated = true, .supports = "RpcCancelThread RpcMgmtSetCancelTimeout ncacn_http");
