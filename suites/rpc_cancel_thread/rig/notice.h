/* Notifications of a cancel: RpcServerSubscribeForNotification(RpcNotificationCallCancel). One call at a time. */
#ifndef RCT_NOTICE_H
#define RCT_NOTICE_H

#include "observer.h"

/* For the call that this thread serves, by the method that its flags ask for. Returns an event that is set by each
 * notification; NULL where none is asked for. */
HANDLE subscribe_for_cancel(struct cancel_notice *notice, unsigned flags);
/* The event was set. */
void take_notification(struct cancel_notice *notice);
/* Before the call returns: one that does not unsubscribe may crash the server. */
void unsubscribe_from_cancel(struct cancel_notice *notice, HANDLE event);

#endif
