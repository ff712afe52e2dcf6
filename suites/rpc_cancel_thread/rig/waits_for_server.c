#include "waits_for_server.h"

#include <stdio.h>

#define LEAVE_DEADLINE_MS 5000u
#define STILL_MS          500u

static const char *join(char *key, size_t size, const char *prefix, const char *rest)
{
    snprintf(key, size, "%s.%s", prefix, rest);
    return key;
}

static void note_end(struct test_case *t, const char *prefix, struct operation *operation,
                     const struct rpc_cancel *cancel)
{
    char key[96];
    const struct remote_call *call = remote_call_of(operation);
    note_rpc_status(t, join(key, sizeof(key), prefix, "status"), call->status);
    note_elapsed(t, join(key, sizeof(key), prefix, "since_cancel"), us_from_cancel_to_end(cancel, operation));
    note_call_end(t, prefix, operation);
}

static bool ends_with_server(struct test_case *t, struct server *server, struct operation *operation)
{
    const struct remote_call *call = remote_call_of(operation);
    struct server_event left;
    return release_operation(t, operation) && await_event(server, CALL_LEFT, call->token, LEAVE_DEADLINE_MS, &left) &&
           call->ended_us >= left.at_us;
}

bool witness_waits_for_server(struct test_case *t, enum tier tier, const char *prefix, struct server *server,
                              struct operation *call, const struct rpc_cancel *cancel, unsigned milliseconds)
{
    char key[96];
    await_end(call, milliseconds);
    bool met = check_outcome(t, tier, join(key, sizeof(key), prefix, "held"), call_outcome(call), "blocked");
    if (met)
        met = check_bool(t, tier, join(key, sizeof(key), prefix, "ends_with_server"), ends_with_server(t, server, call),
                         true);
    if (has_ended(call))
        note_end(t, prefix, call, cancel);
    return met;
}

void need_still_held(struct test_case *t, struct server *server, const struct operation *call)
{
    if (await_event(server, CALL_LEFT, remote_call_of(call)->token, STILL_MS, NULL))
        unresolved(t, "the server's routine left the call before it was let go");
}
