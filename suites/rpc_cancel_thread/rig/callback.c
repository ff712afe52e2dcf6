#include "callback.h"

#include <string.h>

#include "guard.h"

struct callback {
    RPC_MESSAGE message;
    const struct request *request;
    LONG status;
};

static void issue(void *callback_)
{
    struct callback *callback = callback_;
    callback->status = subject.I_RpcGetBuffer(&callback->message);
    if (callback->status != RPC_S_OK)
        return;
    memcpy(callback->message.Buffer, callback->request, sizeof(*callback->request));
    callback->status = subject.I_RpcSendReceive(&callback->message);
    if (callback->status == RPC_S_OK)
        subject.I_RpcFreeBuffer(&callback->message);
}

LONG call_client_back(RPC_SERVER_INTERFACE *interface_, void *call, const struct request *request)
{
    struct callback callback = { .message = { .Handle = call,
                                              .DataRepresentation = NDR_LOCAL_DATA_REPRESENTATION,
                                              .BufferLength = sizeof(*request),
                                              .ProcNum = CALLBACK_HOLD,
                                              .RpcInterfaceInformation = interface_ },
                                 .request = request };
    DWORD exception = guarded_call(issue, &callback);
    return exception ? (LONG)exception : callback.status;
}

/* ---- the client's side --------------------------------------------------------------------------------------------
 */

static HANDLE entered, go; /* of the case that runs; NULL: nobody holds callbacks */
static volatile LONG callback_thread;

void __RPC_STUB callback_hold(RPC_MESSAGE *message)
{
    struct request request = { 0 };
    struct reply reply = { 0 };
    if (message->BufferLength >= sizeof(request))
        memcpy(&request, message->Buffer, sizeof(request));
    InterlockedExchange(&callback_thread, (LONG)GetCurrentThreadId());
    if (entered) {
        SetEvent(entered);
        WaitForSingleObject(go, INFINITE); /* set after the case at the latest */
    }
    reply.token = request.token;
    message->BufferLength = sizeof(reply);
    if (subject.I_RpcGetBuffer(message) == RPC_S_OK)
        memcpy(message->Buffer, &reply, sizeof(reply));
}

/* The events are left alone: a callback may still be on its way out. */
static void stop_holding(void *unused)
{
    (void)unused;
    SetEvent(go);
    entered = NULL;
}

void hold_callbacks(struct test_case *t)
{
    entered = CreateEventW(NULL, TRUE, FALSE, NULL);
    go = CreateEventW(NULL, TRUE, FALSE, NULL);
    need(t, entered && go, "CreateEvent for callbacks");
    after_case(t, stop_holding, NULL);
}

bool await_callback(unsigned milliseconds, DWORD *thread_id)
{
    bool came = WaitForSingleObject(entered, scaled_ms(milliseconds)) == WAIT_OBJECT_0;
    *thread_id = (DWORD)InterlockedCompareExchange(&callback_thread, 0, 0);
    return came;
}

void let_callback_return(void)
{
    SetEvent(go);
}
