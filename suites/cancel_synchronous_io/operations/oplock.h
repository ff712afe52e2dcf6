/* Kinds of operation around opportunistic locks: what waits for an oplock to break, or for its break to end. */
#ifndef WINCANCEL_OPLOCK_H
#define WINCANCEL_OPLOCK_H

#include "operation.h"

/* CreateFile of a file on which an exclusive oplock is held: waits until the owner reacts to the break. */
extern const struct operation_kind oplocked_create;
/* FSCTL_OPLOCK_BREAK_NOTIFY on a synchronous handle while such a break is under way: waits for its end. */
extern const struct operation_kind oplock_break_notify;
/* Requests of an oplock on a synchronous handle: granted, they wait for the break. */
extern const struct operation_kind oplock_level_1_request;
extern const struct operation_kind oplock_batch_request;
extern const struct operation_kind oplock_filter_request;

/* The case ends as UNTESTED, with the error, where oplocks are refused: prepare() of all these kinds finds out.
 *
 * For oplocked_create, while the break is under way: the owner acknowledges it. Returns the error, ERROR_IO_PENDING
 * where the owner goes on with a lesser oplock, 0 where it has none any more. */
DWORD acknowledge_break(struct operation *operation);
/* The owner closes its handle. */
void close_owner(struct operation *operation);
/* Whether the file can be opened again, without waiting for anybody. */
bool can_be_opened(struct operation *operation);

#endif
