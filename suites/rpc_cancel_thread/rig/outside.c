#include "outside.h"

#include "polls.h"

#define ANSWER_DEADLINE_MS 5000u

struct server_event ask_in_client(unsigned flags)
{
    struct server_event event = { .kind = ASKED_OUTSIDE };
    poll_all(&event, flags, NULL);
    return event;
}

struct server_event ask_in_server(struct test_case *t, struct server *server, unsigned flags)
{
    struct server_event answer;
    struct server_command command = { ASK_OUTSIDE, new_token(), flags };
    need(t, send_message(&server->companion.channel, &command, sizeof(command)), "a command to the server");
    if (!await_event(server, ASKED_OUTSIDE, command.token, ANSWER_DEADLINE_MS, &answer))
        unresolved(t, "the server did not answer what it was asked outside of a call");
    return answer;
}
