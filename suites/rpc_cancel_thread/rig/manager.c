#include "manager.h"

#include <string.h>

#include "callback.h"
#include "hold.h"

static uint32_t nonce;

void prepare_managers(struct channel *observer, uint32_t nonce_)
{
    nonce = nonce_;
    prepare_holds(observer);
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

static void tell_of(enum event_kind kind, const struct request *request)
{
    struct server_event event = event_of(kind, request);
    tell(&event);
}

void __RPC_STUB manager_echo(RPC_MESSAGE *message)
{
    struct request request = request_of(message);
    reply(message, &request);
}

void __RPC_STUB manager_hold(RPC_MESSAGE *message)
{
    struct request request = request_of(message);
    tell_of(CALL_ENTERED, &request);
    hold(&request, message->Handle);
    reply(message, &request);
}

void __RPC_STUB manager_raise(RPC_MESSAGE *message)
{
    struct request request = request_of(message);
    subject.RpcRaiseException(request.raises);
}

/* It holds a thread of the run-time, as no good asynchronous manager does; completing before it returns is allowed, and
 * the only way that Wine 8 and 10 know. */
void manager_hold_async(RPC_ASYNC_STATE *state, void *binding, LONG token, LONG flags, LONG raises, LONG unused,
                        LONG *reply_token, LONG *reply_nonce)
{
    struct request request = { (uint32_t)token, (uint32_t)flags, raises, (uint32_t)unused };
    (void)binding;
    tell_of(CALL_ENTERED, &request);
    hold(&request, RpcAsyncGetCallHandle(state));
    *reply_token = token;
    *reply_nonce = (LONG)nonce;
    subject.RpcAsyncCompleteCall(state, NULL);
}

static void call_back_and_tell(const struct request *request)
{
    struct server_event event = event_of(CALL_CALLED_BACK, request);
    event.status = call_client_back(&server_interface, subject.I_RpcGetCurrentCallHandle(), request);
    tell(&event);
}

void __RPC_STUB manager_call_back(RPC_MESSAGE *message)
{
    struct request request = request_of(message);
    tell_of(CALL_ENTERED, &request);
    if (!(request.flags & CALL_BACK_LAST))
        call_back_and_tell(&request);
    hold(&request, message->Handle);
    if (request.flags & CALL_BACK_LAST)
        call_back_and_tell(&request);
    reply(message, &request);
}
