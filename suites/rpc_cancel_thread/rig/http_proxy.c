/* The life of the stand-in, and what the test does with it. */
#include "http_proxy.h"

#include <wchar.h>

#include "implementation.h"
#include "http_channel.h"
#include "server.h"

#define BACKLOG          16
#define PORT_OF_HTTP     80u
#define PORT_DEADLINE_MS 5000u
#define PORT_RETRY_MS    20u
#define ENDPOINT         L"593" /* of the server behind the proxy, which is not there; usual for RPC over HTTP */

/* ---- its life -----------------------------------------------------------------------------------------------------
 */

/* False if there is no room or memory for it; the socket is closed then. */
static bool take_channel(struct http_stand_in *stand_in, SOCKET accepted)
{
    if (stand_in->channel_count == MAX_CHANNELS) {
        closesocket(accepted);
        return false;
    }
    struct http_channel *channel = &stand_in->channels[stand_in->channel_count];
    channel->stand_in = stand_in;
    channel->number = stand_in->channel_count;
    if (!open_connection(&channel->connection, accepted, stand_in->stop))
        return false;
    channel->thread = CreateThread(NULL, 0, serve_channel, channel, 0, NULL);
    if (!channel->thread) {
        close_connection(&channel->connection);
        return false;
    }
    ++stand_in->channel_count;
    return true;
}

static DWORD WINAPI accept_channels(void *stand_in_)
{
    struct http_stand_in *stand_in = stand_in_;
    SOCKET accepted;
    do {
        accepted = accept_one(stand_in->listener, stand_in->stop, INFINITE); /* ended by `stop` */
    } while (accepted != INVALID_SOCKET && take_channel(stand_in, accepted));
    return 0;
}

/* Ends its threads, and with them the connections. Nobody listens any more then. */
static void stop_listening(struct http_stand_in *stand_in)
{
    SetEvent(stand_in->stop);
    if (stand_in->acceptor)
        WaitForSingleObject(stand_in->acceptor, scaled_ms(5000));
    for (unsigned i = 0; i < stand_in->channel_count; ++i)
        WaitForSingleObject(stand_in->channels[i].thread, scaled_ms(5000));
    if (stand_in->listener != INVALID_SOCKET)
        closesocket(stand_in->listener);
    stand_in->listener = INVALID_SOCKET;
}

static void end_stand_in(void *stand_in_)
{
    struct http_stand_in *stand_in = stand_in_;
    stop_listening(stand_in);
    for (unsigned i = 0; i < stand_in->channel_count; ++i)
        CloseHandle(stand_in->channels[i].thread);
    for (unsigned i = 0; i < stand_in->virtual_connection_count; ++i)
        CloseHandle(stand_in->virtual_connections[i].news);
    if (stand_in->acceptor)
        CloseHandle(stand_in->acceptor);
    CloseHandle(stand_in->stop);
    DeleteCriticalSection(&stand_in->lock);
}

/* ---- as a peer ----------------------------------------------------------------------------------------------------
 */

/* Needs the lock. */
static struct held_call *find_call(struct http_stand_in *stand_in, DWORD token)
{
    for (unsigned i = 0; i < stand_in->call_count; ++i)
        if (stand_in->calls[i].token == token)
            return &stand_in->calls[i];
    return NULL;
}

static bool holds_call(struct peer *peer, DWORD token)
{
    struct http_stand_in *stand_in = (struct http_stand_in *)peer;
    EnterCriticalSection(&stand_in->lock);
    bool held = find_call(stand_in, token) != NULL;
    LeaveCriticalSection(&stand_in->lock);
    return held;
}

static void let_call_go_on(struct peer *peer, DWORD token)
{
    struct http_stand_in *stand_in = (struct http_stand_in *)peer;
    EnterCriticalSection(&stand_in->lock);
    struct held_call *call = find_call(stand_in, token);
    if (call && !call->let_go) {
        call->let_go = true;
        queue_reply(stand_in, call->through, call->call_id, token);
    }
    LeaveCriticalSection(&stand_in->lock);
}

static void stop(struct peer *peer)
{
    stop_listening((struct http_stand_in *)peer);
}

/* ---- the test's verbs ---------------------------------------------------------------------------------------------
 */

/* On Wine only port 80 will do; the process of a case that was ended may be about to give it back. */
static SOCKET listen_for_proxy(struct test_case *t, struct http_stand_in *stand_in)
{
    unsigned *port = &stand_in->public.port;
    if (!runs_on_wine())
        return listen_on_loopback(BACKLOG, port);
    uint64_t deadline = now_us() + scaled_ms(PORT_DEADLINE_MS) * UINT64_C(1000);
    *port = PORT_OF_HTTP;
    SOCKET listener = listen_on_loopback(BACKLOG, port);
    while (listener == INVALID_SOCKET && WSAGetLastError() == WSAEADDRINUSE && now_us() < deadline) {
        WaitForSingleObject(stand_in->stop, PORT_RETRY_MS);
        listener = listen_on_loopback(BACKLOG, port);
    }
    if (listener == INVALID_SOCKET)
        untested(t, "port 80 of 127.0.0.1, where Wine looks for every proxy of RPC over HTTP: error %d",
                 WSAGetLastError());
    return listener;
}

struct http_proxy *start_http_proxy(struct test_case *t)
{
    struct http_stand_in *stand_in = memory_of_case(t, sizeof(*stand_in));
    stand_in->public.peer = (struct peer){ holds_call, let_call_go_on, stop, GetCurrentProcessId() };
    stand_in->public.log = make_wire_log(t);
    stand_in->listener = INVALID_SOCKET;
    stand_in->stop = CreateEventW(NULL, TRUE, FALSE, NULL);
    need(t, stand_in->stop != NULL, "CreateEvent for a proxy");
    InitializeCriticalSection(&stand_in->lock);
    after_case(t, end_stand_in, stand_in);
    stand_in->listener = listen_for_proxy(t, stand_in);
    need(t, stand_in->listener != INVALID_SOCKET, "a listening socket for a proxy");
    stand_in->acceptor = CreateThread(NULL, 0, accept_channels, stand_in, 0, NULL);
    need(t, stand_in->acceptor != NULL, "CreateThread for a proxy");
    return &stand_in->public;
}

void *bind_through_http_proxy(struct test_case *t, struct http_proxy *proxy)
{
    WCHAR options[64];
    need_protseq(t, &ncacn_http);
    swprintf(options, sizeof(options) / sizeof(options[0]), L"RpcProxy=127.0.0.1:%u", proxy->port);
    return bind_with_options(t, &ncacn_http, ENDPOINT, options);
}
