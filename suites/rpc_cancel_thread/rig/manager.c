#include "manager.h"

#include <string.h>

#include "guard.h"
#include "observer.h"
#include "polls.h"

#define POLL_INTERVAL_MS 5u
#define MAX_CALLS        1024u /* of one server: one token each */

static struct channel *observer;
static uint32_t nonce;
static HANDLE let_go[MAX_CALLS]; /* events, by token */

void prepare_managers(struct channel *channel, uint32_t nonce_)
{
    observer = channel;
    nonce = nonce_;
    for (unsigned i = 0; i < MAX_CALLS; ++i)
        let_go[i] = CreateEventW(NULL, TRUE, FALSE, NULL);
}

void let_call_go(DWORD token)
{
    SetEvent(let_go[token % MAX_CALLS]);
}

static struct request request_of(const RPC_MESSAGE *message)
{
    struct request request = { 0 };
    if (message->BufferLength >= sizeof(request))
        memcpy(&request, message->Buffer, sizeof(request));
    return request;
}

static void reply(RPC_MESSAGE *message, const struct request *request)
{
    struct reply reply = { request->token, nonce };
    message->BufferLength = sizeof(reply);
    if (subject.I_RpcGetBuffer(message) == RPC_S_OK)
        memcpy(message->Buffer, &reply, sizeof(reply));
}

static struct server_event event_of(enum event_kind kind, const struct request *request)
{
    struct server_event event = {
        .kind = kind, .token = request->token, .thread_id = GetCurrentThreadId(), .at_us = now_us()
    };
    return event;
}

static void tell(enum event_kind kind, const struct request *request)
{
    struct server_event event = event_of(kind, request);
    send_message(observer, &event, sizeof(event));
}

/* Until the test lets the call go, or the run-time says that it is cancelled. */
static void hold(const struct request *request)
{
    struct server_event event = event_of(CALL_LEFT, request);
    HANDLE go = let_go[request->token % MAX_CALLS];
    bool told_before = false;
    DWORD interval = request->flags & (POLL_TEST_CANCEL | POLL_SERVER_TEST_CANCEL) ? POLL_INTERVAL_MS : INFINITE;
    do {
        if (request->flags & POLL_TEST_CANCEL)
            poll_test_cancel(&event.test_cancel);
        if (request->flags & POLL_SERVER_TEST_CANCEL)
            poll_server_test_cancel(&event.server_test_cancel, (request->flags & POLL_WITH_HANDLE) != 0);
        bool told = event.test_cancel.told || event.server_test_cancel.told;
        if (told && !told_before) {
            event.kind = CALL_TOLD;
            event.at_us = now_us();
            send_message(observer, &event, sizeof(event));
        }
        told_before = told;
        if (told && (request->flags & RETURN_WHEN_TOLD))
            break;
    } while (WaitForSingleObject(go, interval) == WAIT_TIMEOUT); /* the test owns the end of this process */
    event.kind = CALL_LEFT;
    event.at_us = now_us();
    send_message(observer, &event, sizeof(event));
}

void __RPC_STUB manager_echo(RPC_MESSAGE *message)
{
    struct request request = request_of(message);
    reply(message, &request);
}

void __RPC_STUB manager_hold(RPC_MESSAGE *message)
{
    struct request request = request_of(message);
    tell(CALL_ENTERED, &request);
    hold(&request);
    reply(message, &request);
}

void __RPC_STUB manager_raise(RPC_MESSAGE *message)
{
    struct request request = request_of(message);
    subject.RpcRaiseException(request.raises);
}

/* The client's side of a call back is manager_echo of its own table. */
void __RPC_STUB manager_call_back(RPC_MESSAGE *message)
{
    struct request request = request_of(message);
    struct server_event left = event_of(CALL_LEFT, &request);
    RPC_MESSAGE callback = message_for(subject.I_RpcGetCurrentCallHandle(), OP_ECHO, sizeof(request));
    callback.RpcInterfaceInformation = &server_interface;
    left.status = subject.I_RpcGetBuffer(&callback);
    if (left.status == RPC_S_OK) {
        memcpy(callback.Buffer, &request, sizeof(request));
        left.status = subject.I_RpcSendReceive(&callback);
        if (left.status == RPC_S_OK)
            subject.I_RpcFreeBuffer(&callback);
    }
    left.at_us = now_us();
    send_message(observer, &left, sizeof(left));
    reply(message, &request);
}
