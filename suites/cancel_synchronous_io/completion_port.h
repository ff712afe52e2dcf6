/* Completion ports: whether a cancelled operation queued a packet or not. */
#ifndef WINCANCEL_COMPLETION_PORT_H
#define WINCANCEL_COMPLETION_PORT_H

#include "operation.h"

/* A port to which `handle` belongs; closed after the case. */
HANDLE make_port_of(struct test_case *t, HANDLE handle);

struct packet {
    bool arrived;
    BOOL returned; /* of GetQueuedCompletionStatus: whether the operation was a success */
    DWORD error;   /* its last error, if not */
    DWORD transferred;
    ULONG_PTR key;
    OVERLAPPED *overlapped;
};
/* Waits a bounded time for a packet. */
struct packet next_packet(struct test_case *t, HANDLE port);

/* The packet came, is that of `overlapped`, and carries `error` (0: a success): PREFIX.arrived, .is_its_own,
 * .last_error judged in `tier`. */
void check_packet(struct test_case *t, enum tier tier, const char *prefix, struct packet packet,
                  const OVERLAPPED *overlapped, DWORD error);
/* Nothing is queued: PREFIX.queued judged in `tier`. It does not wait: a packet of its own, posted now, comes out
 * first. */
void check_no_packet(struct test_case *t, enum tier tier, const char *prefix, HANDLE port);

#endif
