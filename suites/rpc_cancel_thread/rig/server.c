#include "server.h"

#include <stdio.h>
#include <string.h>

#include "call.h"
#include "loopback_port.h"
#include "paths.h"

#define READY_DEADLINE_MS 10000u

/* ---- events -------------------------------------------------------------------------------------------------------
 */

static bool find_event(struct server *server, enum event_kind kind, DWORD token, struct server_event *event)
{
    bool found = false;
    EnterCriticalSection(&server->lock);
    for (unsigned i = 0; i < server->count && !found; ++i) {
        found = server->events[i].kind == (DWORD)kind && server->events[i].token == token;
        if (found && event)
            *event = server->events[i];
    }
    LeaveCriticalSection(&server->lock);
    return found;
}

bool await_event(struct server *server, enum event_kind kind, DWORD token, unsigned milliseconds,
                 struct server_event *event)
{
    uint64_t deadline = now_us() + scaled_ms(milliseconds) * UINT64_C(1000);
    for (;;) {
        if (find_event(server, kind, token, event))
            return true;
        uint64_t now = now_us();
        if (now >= deadline)
            return false;
        WaitForSingleObject(server->news, (DWORD)((deadline - now) / 1000 + 1));
    }
}

static DWORD WINAPI listen_to_events(void *server_)
{
    struct server *server = server_;
    static const DWORD size = sizeof(struct server_event);
    struct server_event event;
    while (receive_message(&server->companion.channel, &event, size, INFINITE) == size) { /* ended with the companion */
        EnterCriticalSection(&server->lock);
        if (server->count < MAX_EVENTS)
            server->events[server->count++] = event;
        LeaveCriticalSection(&server->lock);
        SetEvent(server->news);
    }
    return 0;
}

/* ---- as a peer ----------------------------------------------------------------------------------------------------
 */

static bool call_has_entered(struct peer *peer, DWORD token)
{
    return find_event((struct server *)peer, CALL_ENTERED, token, NULL);
}

static void let_call_return(struct peer *peer, DWORD token)
{
    struct server *server = (struct server *)peer;
    struct server_command command = { LET_GO, token, 0 };
    send_message(&server->companion.channel, &command, sizeof(command));
}

static void end_its_process(struct peer *peer)
{
    terminate_companion(&((struct server *)peer)->companion);
}

/* ---- its life -----------------------------------------------------------------------------------------------------
 */

static void end_server(void *server_)
{
    struct server *server = server_;
    terminate_companion(&server->companion); /* breaks the channel, and so ends the listener */
    if (server->listener) {
        WaitForSingleObject(server->listener, scaled_ms(5000));
        CloseHandle(server->listener);
    }
    dispose_of_companion(&server->companion);
    CloseHandle(server->news);
    DeleteCriticalSection(&server->lock);
}

static void describe_endpoint(struct test_case *t, const struct protseq *protseq, char *argument, size_t size)
{
    const char *before = protseq->endpoint == ENDPOINT_PIPE ? "\\pipe\\" : "";
    if (protseq->endpoint == ENDPOINT_PORT)
        snprintf(argument, size, "%s *%u", protseq->name, draw_loopback_ports(PORTS_OF_SERVER));
    else
        snprintf(argument, size, "%s %s%s", protseq->name, before,
                 protseq->endpoint == ENDPOINT_FIXED ? protseq->fixed : utf8_of(unique_name(t)));
}

static void await_ready(struct test_case *t, struct server *server)
{
    struct server_event event;
    if (!await_message(&server->companion, &event, sizeof(event), READY_DEADLINE_MS))
        unresolved(t, "the server did not say that it is ready (error %lu)", (unsigned long)GetLastError());
    if (event.kind != SERVER_READY)
        unresolved(t, "the server of %s did not come up: %s gave %ld", server->protseq->name, event.broke,
                   (long)event.status);
    WCHAR *endpoint = memory_of_case(t, sizeof(event.endpoint));
    memcpy(endpoint, event.endpoint, sizeof(event.endpoint));
    server->endpoint = endpoint;
}

struct server *start_cold_server(struct test_case *t, const struct protseq *protseq)
{
    char argument[240];
    need_protseq(t, protseq);
    struct server *server = memory_of_case(t, sizeof(*server));
    server->peer = (struct peer){ call_has_entered, let_call_return, end_its_process, 0 };
    server->protseq = protseq;
    server->events = memory_of_case(t, MAX_EVENTS * sizeof(*server->events));
    server->news = CreateEventW(NULL, FALSE, FALSE, NULL);
    need(t, server->news != NULL, "CreateEvent for a server");
    InitializeCriticalSection(&server->lock);
    after_case(t, end_server, server);
    describe_endpoint(t, protseq, argument, sizeof(argument));
    start_companion(t, &server->companion, "rpc_server", argument);
    server->peer.nonce = server->companion.process_id;
    await_ready(t, server);
    server->listener = CreateThread(NULL, 0, listen_to_events, server, 0, NULL);
    need(t, server->listener != NULL, "CreateThread for a server's events");
    return server;
}

struct server *start_server(struct test_case *t, const struct protseq *protseq)
{
    struct server *server = start_cold_server(t, protseq);
    server->binding = bind_to(t, protseq, server->endpoint);
    need_echo(t, server->binding, &server->peer);
    return server;
}

static void free_binding(void *binding)
{
    subject.RpcBindingFree(&binding);
}

LONG make_binding(const struct protseq *protseq, const WCHAR *endpoint, const WCHAR *options, void **binding,
                  const char **failed)
{
    WCHAR *text = NULL;
    *failed = "RpcStringBindingCompose";
    LONG status = subject.RpcStringBindingComposeW(NULL, (WCHAR *)protseq->wide, (WCHAR *)protseq->address,
                                                   (WCHAR *)endpoint, (WCHAR *)options, &text);
    if (status != RPC_S_OK)
        return status;
    *failed = "RpcBindingFromStringBinding";
    status = subject.RpcBindingFromStringBindingW(text, binding);
    subject.RpcStringFreeW(&text);
    return status;
}

void *bind_with_options(struct test_case *t, const struct protseq *protseq, const WCHAR *endpoint, const WCHAR *options)
{
    void *binding = NULL;
    const char *failed;
    LONG status = make_binding(protseq, endpoint, options, &binding, &failed);
    if (status != RPC_S_OK || !binding)
        unresolved(t, "%s gave %ld", failed, (long)status);
    after_case(t, free_binding, binding);
    return binding;
}

void *bind_to(struct test_case *t, const struct protseq *protseq, const WCHAR *endpoint)
{
    return bind_with_options(t, protseq, endpoint, NULL);
}
