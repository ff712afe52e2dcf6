/* RCT-NOTIFY-1, -2: the other two ways in which a server may hear of a cancel, both since Windows Vista. */
#include "rig/told.h"

#define CANCEL_TIMEOUT_S 10 /* longer than any of this takes */

static const struct method {
    const char *name;
    unsigned flag;
} methods[] = { { "event", NOTIFY_BY_EVENT }, { "callback", NOTIFY_BY_CALLBACK } };

static void comes_once(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call =
        start_polled_call(t, worker, server, VARIANT(t, struct method)->flag, CANCEL_TIMEOUT_S, NULL);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    check_cancel_accepted(t, CHARACTERISED, &cancel);
    witness_told(t, CHARACTERISED, "server", server, call, &cancel, NULL);
    struct cancel_notice notice = leave_call(t, server, call).notice;
    note_rpc_status(t, "notice.subscribed", notice.subscribed);
    note_rpc_status(t, "notice.unsubscribed", notice.unsubscribed);
    check_count(t, CHARACTERISED, "notice.fired", notice.fired, ALLOW(1));
    note_count(t, "notice.queued", notice.queued);
    note_count(t, "notice.notification", notice.notification);
}

/* The headers of mingw-w64 give 2 for a cancelled call, Microsoft's metadata 1: whatever it is, it is a change. */
static void changes_with_cancel(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_polled_call(t, worker, server, POLL_ATTRIBUTES, CANCEL_TIMEOUT_S, NULL);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    check_cancel_accepted(t, CHARACTERISED, &cancel);
    witness_told(t, CHARACTERISED, "server", server, call, &cancel, NULL);
    struct attribute_polls attributes = leave_call(t, server, call).attributes;
    note_exception(t, "attributes.exception", attributes.exception);
    note_rpc_status(t, "attributes.status", attributes.status);
    note_count(t, "call_status.before", attributes.first);
    note_count(t, "call_status.after", attributes.last);
}

TEST(comes_once, .clause = "RCT-NOTIFY-1", .variants = VARIANTS(methods, name), .tiers = CHARACTERISED,
     .supports = "RpcCancelThread RpcServerSubscribeForNotification ncacn_ip_tcp");
TEST(changes_with_cancel, .clause = "RCT-NOTIFY-2", .tiers = CHARACTERISED,
     .supports = "RpcCancelThread RpcServerInqCallAttributesW ncacn_ip_tcp");
