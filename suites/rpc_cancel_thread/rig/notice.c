#include "notice.h"

#include "interface.h"

#include <rpcasync.h>

static HANDLE fired;                    /* of the one call; auto-reset */
static volatile LONG last_notification; /* RPC_NOTIFICATIONS */

/* The page says that the first argument is the handle of a synchronous call, and what happened is the last one. */
static void RPC_ENTRY note_callback(RPC_ASYNC_STATE *call, void *context, RPC_ASYNC_EVENT notification)
{
    (void)call;
    (void)context;
    InterlockedExchange(&last_notification, (LONG)notification);
    SetEvent(fired);
}

HANDLE subscribe_for_cancel(struct cancel_notice *notice, unsigned flags)
{
    RPC_ASYNC_NOTIFICATION_INFO information = { 0 };
    RPC_NOTIFICATION_TYPES method = RpcNotificationTypeEvent;
    if (!(flags & (NOTIFY_BY_EVENT | NOTIFY_BY_CALLBACK)))
        return NULL;
    fired = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (flags & NOTIFY_BY_CALLBACK) {
        method = RpcNotificationTypeCallback;
        information.NotificationRoutine = note_callback;
    } else {
        information.hEvent = fired;
    }
    notice->subscribed =
        subject.RpcServerSubscribeForNotification(NULL, RpcNotificationCallCancel, method, &information);
    return fired;
}

void take_notification(struct cancel_notice *notice)
{
    if (!notice->fired++)
        notice->fired_us = now_us();
    notice->notification = (DWORD)InterlockedCompareExchange(&last_notification, 0, 0);
}

void unsubscribe_from_cancel(struct cancel_notice *notice, HANDLE event)
{
    ULONG queued = 0;
    if (!event)
        return;
    notice->unsubscribed = subject.RpcServerUnsubscribeForNotification(NULL, RpcNotificationCallCancel, &queued);
    notice->queued = queued;
    CloseHandle(event);
}
