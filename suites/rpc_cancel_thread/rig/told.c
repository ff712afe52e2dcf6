#include "told.h"

#include <stdio.h>

#define POLLED_DEADLINE_MS 5000u
#define LEFT_DEADLINE_MS   5000u
#define CONTROL_TIMEOUT    10 /* s, for a call that the server is to be told of */

struct operation *start_polled_call(struct test_case *t, struct worker *worker, struct server *server, unsigned flags,
                                    LONG cancel_timeout, struct server_event *event)
{
    struct call_order order = { .peer = &server->peer,
                                .binding = server->binding,
                                .opnum = OP_HOLD,
                                .flags = flags,
                                .cancel_timeout = cancel_timeout };
    struct operation *call = start_call(t, worker, &order);
    if (!await_event(server, CALL_POLLED, remote_call_of(call)->token, POLLED_DEADLINE_MS, event))
        unresolved(t, "the server did not ask about the call in time");
    return call;
}

struct server_event leave_call(struct test_case *t, struct server *server, struct operation *call)
{
    struct server_event left;
    DWORD token = remote_call_of(call)->token;
    server->peer.let_go(&server->peer, token);
    if (!await_event(server, CALL_LEFT, token, LEFT_DEADLINE_MS, &left))
        unresolved(t, "the server did not leave the call in time");
    return left;
}

void note_polls(struct test_case *t, const char *prefix, const struct cancel_polls *polls)
{
    char key[96];
    if (polls->exception) {
        snprintf(key, sizeof(key), "%s.exception", prefix);
        note_exception(t, key, polls->exception);
    }
    if (polls->polls) {
        snprintf(key, sizeof(key), "%s.first", prefix);
        note_rpc_status(t, key, polls->first);
        snprintf(key, sizeof(key), "%s.other", prefix);
        note_rpc_status(t, key, polls->other);
    }
    snprintf(key, sizeof(key), "%s.count", prefix);
    note_attempts(t, key, polls->polls);
}

bool witness_told(struct test_case *t, enum tier tier, const char *prefix, struct server *server,
                  struct operation *call, const struct rpc_cancel *cancel, struct server_event *event)
{
    char key[96];
    struct server_event told = { 0 };
    bool came = await_event(server, CALL_TOLD, remote_call_of(call)->token, SLACK_MS, &told);
    const char *when = !came ? "never" : told.at_us < cancel->before_us ? "before_cancel" : "after_cancel";
    snprintf(key, sizeof(key), "%s.told", prefix);
    bool met = check_outcome(t, tier, key, when, "after_cancel");
    snprintf(key, sizeof(key), "%s.told_after", prefix);
    if (met)
        note_elapsed(t, key, told.at_us - cancel->before_us);
    if (event)
        *event = told;
    return met;
}

void told_control(struct test_case *t, struct worker *worker, struct server *server, unsigned flags)
{
    if (has_missed(t))
        return;
    struct operation *control = start_polled_call(t, worker, server, flags, CONTROL_TIMEOUT, NULL);
    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));
    if (!await_event(server, CALL_TOLD, remote_call_of(control)->token, SLACK_MS, NULL))
        unresolved(t, "positive control: a cancel gave %ld, exception 0x%lX, and the server was not told",
                   (long)cancel.status, (unsigned long)cancel.exception);
    if (!release_operation(t, control))
        unresolved(t, "positive control: the call did not end with the server");
}
