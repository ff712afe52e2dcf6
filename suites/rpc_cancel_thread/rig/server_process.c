/* The life of the server's process: a companion in the role "rpc_server". Its argument is "PROTSEQ ENDPOINT"; the
 * endpoint *PORT lets it take the first free one from that port on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "companion.h"
#include "coverage.h"
#include "hold.h"
#include "manager.h"
#include "paths.h"
#include "polls.h"
#include "protseq.h"
#include "server.h"

#define MAX_CALLS 64u /* at a time */

/* Without one, calls by nobody in particular are refused from Windows XP SP2 on. */
static RPC_STATUS RPC_ENTRY admit_everybody(RPC_IF_HANDLE interface_, void *context)
{
    (void)interface_;
    (void)context;
    return RPC_S_OK;
}

static LONG use_free_port(const struct protseq *protseq, unsigned first, WCHAR *endpoint)
{
    LONG status = RPC_S_OUT_OF_RESOURCES;
    for (unsigned port = first; port < first + PORTS_OF_SERVER && status != RPC_S_OK; ++port) {
        swprintf(endpoint, MAX_ENDPOINT, L"%u", port);
        status = subject.RpcServerUseProtseqEpW((WCHAR *)protseq->wide, RPC_C_PROTSEQ_MAX_REQS_DEFAULT, endpoint, NULL);
        if (status == RPC_S_PROTSEQ_NOT_SUPPORTED || status == RPC_S_INVALID_RPC_PROTSEQ)
            break;
    }
    return status;
}

static LONG start_listening(const char *argument, struct server_event *event)
{
    char name[32] = "";
    const char *rest = strchr(argument, ' ');
    snprintf(name, sizeof(name), "%.*s", rest ? (int)(rest - argument) : 0, argument);
    const struct protseq *protseq = rest ? find_protseq(name) : NULL;
    if (!protseq)
        return RPC_S_INVALID_RPC_PROTSEQ;
    snprintf(event->broke, sizeof(event->broke), "RpcServerUseProtseqEp");
    swprintf(event->endpoint, MAX_ENDPOINT, L"%ls", wide_of(rest + 1));
    LONG status = rest[1] == '*' ? use_free_port(protseq, (unsigned)strtoul(rest + 2, NULL, 10), event->endpoint)
                                 : subject.RpcServerUseProtseqEpW(
                                       (WCHAR *)protseq->wide, RPC_C_PROTSEQ_MAX_REQS_DEFAULT, event->endpoint, NULL);
    if (status != RPC_S_OK)
        return status;
    snprintf(event->broke, sizeof(event->broke), "RpcServerRegisterIf2");
    status = subject.RpcServerRegisterIf2(&server_interface, NULL, NULL, RPC_IF_ALLOW_CALLBACKS_WITH_NO_AUTH, MAX_CALLS,
                                          (unsigned)-1, admit_everybody);
    if (status != RPC_S_OK)
        return status;
    snprintf(event->broke, sizeof(event->broke), "RpcServerListen");
    return subject.RpcServerListen(1, MAX_CALLS, TRUE);
}

/* This thread serves no call, and never has. */
static void answer_outside(const struct server_command *command)
{
    struct server_event event = { .kind = ASKED_OUTSIDE, .token = command->token };
    poll_all(&event, command->flags, NULL);
    tell(&event);
}

static int serve(struct channel *channel, const char *argument)
{
    static struct server_event event;
    static struct server_command command;
    prepare_managers(channel, GetCurrentProcessId());
    event.status = start_listening(argument, &event);
    event.kind = event.status == RPC_S_OK ? SERVER_READY : SERVER_BROKE;
    event.at_us = now_us();
    if (!send_message(channel, &event, sizeof(event)) || event.kind == SERVER_BROKE)
        return 3;
    while (receive_message(channel, &command, sizeof(command), INFINITE) ==
           sizeof(command)) { /* the test's end ends it */
        if (command.kind == ASK_OUTSIDE)
            answer_outside(&command);
        else
            let_call_go(command.token);
    }
    keep_coverage();
    TerminateProcess(GetCurrentProcess(), 0); /* calls may still be held */
    return 0;
}

COMPANION_ROLE("rpc_server", serve);
