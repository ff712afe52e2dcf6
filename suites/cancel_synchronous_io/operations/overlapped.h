/* Kinds of operation on handles that were opened for overlapped I/O. */
#ifndef WINCANCEL_OVERLAPPED_H
#define WINCANCEL_OVERLAPPED_H

#include "operation.h"

/* Asynchronous: the worker issues the request, and then waits for its event. */
extern const struct operation_kind overlapped_read;
extern const struct operation_kind overlapped_connect;
/* The status that the request's OVERLAPPED shows now, and whether its event is signalled. */
LONG status_of_request(const struct operation *operation);
bool event_is_signalled(const struct operation *operation);

/* The call itself waits: with no OVERLAPPED, or GetOverlappedResult that waits for the handle or for the event. */
extern const struct operation_kind read_with_no_overlapped;
extern const struct operation_kind connect_with_no_overlapped;
extern const struct operation_kind result_of_read_by_handle;
extern const struct operation_kind result_of_read_by_event;
/* FlushFileBuffers, which knows no OVERLAPPED, of data that nobody has read. */
extern const struct operation_kind flush_of_overlapped_handle;

#endif
