/* For threads that have nothing to cancel. */
#ifndef WINCANCEL_NOTHING_TO_CANCEL_H
#define WINCANCEL_NOTHING_TO_CANCEL_H

#include "operation.h"

/* Cancels over and over, giving the processor away in between, so that the thread is met inside its wait even where
 * nothing shows when it gets there. Every call must answer FALSE (`returned`) with ERROR_NOT_FOUND (`error`). */
void check_nothing_to_cancel(struct test_case *t, HANDLE thread, enum tier returned, enum tier error);

#endif
