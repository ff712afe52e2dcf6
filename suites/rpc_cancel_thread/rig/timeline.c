#include "timeline.h"

#include <stdio.h>

#define END_DEADLINE_MS 2000u /* for a manager that was let go */

static void note_moment(struct test_case *t, const struct remote_call *call, const char *moment, uint64_t at_us)
{
    char key[64];
    snprintf(key, sizeof(key), "timeline.%s", moment);
    note_elapsed(t, key, at_us > call->began_us ? at_us - call->began_us : 0);
}

static void note_event(struct test_case *t, const struct remote_call *call, struct server *server, const char *moment,
                       enum event_kind kind, unsigned milliseconds)
{
    struct server_event event;
    if (await_event(server, kind, call->token, milliseconds, &event))
        note_moment(t, call, moment, event.at_us);
}

static void note_on_wire(struct test_case *t, const struct remote_call *call, struct relay *relay, const char *moment,
                         wire_match match, const void *argument)
{
    struct wire_event event;
    if (await_wire_event(relay->log, call->began_us, match, argument, 0, &event))
        note_moment(t, call, moment, event.at_us);
}

void note_timeline(struct test_case *t, struct operation *operation, const struct rpc_cancel *cancel,
                   struct server *server, struct relay *relay)
{
    const struct remote_call *call = remote_call_of(operation);
    enum wire_side client = FROM_CLIENT;
    note_moment(t, call, "call_begins", call->began_us);
    note_event(t, call, server, "manager_begins", CALL_ENTERED, 0);
    note_moment(t, call, "cancel_begins", cancel->before_us);
    note_moment(t, call, "cancel_returns", cancel->after_us);
    note_on_wire(t, call, relay, "client_informs", tells_of_cancel, NULL);
    note_on_wire(t, call, relay, "client_closes", is_close, &client);
    if (has_ended(operation))
        note_moment(t, call, "client_returns", call->ended_us);
    note_event(t, call, server, "manager_ends", CALL_LEFT, END_DEADLINE_MS);
    note_event(t, call, server, "server_told", CALL_TOLD, 0);
}
