/* The life of a script, and what the test does with it. */
#include "script.h"

#include <wchar.h>

#include "server.h"

#define STAGE_DEADLINE_MS         10000u
#define BACKLOG                   8
#define LARGE_REQUEST_DEADLINE_MS 8000u /* after that of every second way out */

static DWORD WINAPI play(void *script_)
{
    struct script *script = script_;
    script->play(script);
    reach(script, STAGE_OVER);
    wait_to_go_on(script, STAGE_OVER); /* the case ends it; the connection stays open till then */
    return 0;
}

static void end_script(void *script_)
{
    struct script *script = script_;
    SetEvent(script->stop);
    if (script->thread) {
        WaitForSingleObject(script->thread, scaled_ms(5000));
        CloseHandle(script->thread);
    }
    close_connection(&script->connection);
    closesocket(script->listener);
    for (int stage = 0; stage < STAGE_COUNT; ++stage) {
        CloseHandle(script->reached[stage]);
        CloseHandle(script->go_on[stage]);
    }
    CloseHandle(script->stop);
}

/* ---- as a peer ----------------------------------------------------------------------------------------------------
 */

static bool holds_call(struct peer *peer, DWORD token)
{
    struct script *script = (struct script *)peer;
    (void)token; /* it plays one call at a time */
    return has_reached(script, STAGE_HELD);
}

static void let_call_go_on(struct peer *peer, DWORD token)
{
    (void)token;
    let_script_go((struct script *)peer, STAGE_HELD);
}

static void stop_script(struct peer *peer)
{
    struct script *script = (struct script *)peer;
    SetEvent(script->stop);
    WaitForSingleObject(script->thread, scaled_ms(5000));
    close_connection(&script->connection);
}

/* ---- the test's verbs ---------------------------------------------------------------------------------------------
 */

static HANDLE event_for(struct test_case *t)
{
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    need(t, event != NULL, "CreateEvent for a script");
    return event;
}

struct script *start_script_with_window(struct test_case *t, void (*play_it)(struct script *script), int bytes)
{
    struct script *script = memory_of_case(t, sizeof(*script));
    WCHAR *endpoint = memory_of_case(t, 16 * sizeof(*endpoint));
    script->peer = (struct peer){ holds_call, let_call_go_on, stop_script, GetCurrentProcessId() };
    script->log = make_wire_log(t);
    script->play = play_it;
    script->receive_window = bytes;
    script->connection.socket = INVALID_SOCKET;
    script->stop = event_for(t);
    for (int stage = 0; stage < STAGE_COUNT; ++stage) {
        script->reached[stage] = event_for(t);
        script->go_on[stage] = event_for(t);
    }
    script->listener = listen_on_loopback(BACKLOG, &script->port);
    need(t, script->listener != INVALID_SOCKET, "a listening socket for a script");
    /* Windows of accepted sockets are those of the listening one. */
    if (bytes)
        setsockopt(script->listener, SOL_SOCKET, SO_RCVBUF, (const char *)&bytes, sizeof(bytes));
    swprintf(endpoint, 16, L"%u", script->port);
    script->endpoint = endpoint;
    after_case(t, end_script, script);
    script->thread = CreateThread(NULL, 0, play, script, 0, NULL);
    need(t, script->thread != NULL, "CreateThread for a script");
    return script;
}

struct script *start_script(struct test_case *t, void (*play_it)(struct script *script))
{
    return start_script_with_window(t, play_it, 0);
}

void *bind_to_script(struct test_case *t, struct script *script)
{
    need_protseq(t, &ncacn_ip_tcp);
    return bind_to(t, &ncacn_ip_tcp, script->endpoint);
}

bool release_large_call(struct test_case *t, struct operation *call)
{
    return release_operation(t, call) || await_end(call, LARGE_REQUEST_DEADLINE_MS);
}

bool has_reached(struct script *script, enum stage stage)
{
    return WaitForSingleObject(script->reached[stage], 0) == WAIT_OBJECT_0;
}

void await_stage(struct test_case *t, struct script *script, enum stage stage)
{
    if (WaitForSingleObject(script->reached[stage], scaled_ms(STAGE_DEADLINE_MS)) != WAIT_OBJECT_0)
        unresolved(t, "the script did not come to stage %d in time", (int)stage);
}

void await_stage_again(struct test_case *t, struct script *script, enum stage stage)
{
    await_stage(t, script, stage);
    ResetEvent(script->reached[stage]);
}

void let_script_go(struct script *script, enum stage stage)
{
    SetEvent(script->go_on[stage]);
}
