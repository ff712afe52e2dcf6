/* What was seen on the wire, in the order of time. */
#ifndef RCT_WIRE_LOG_H
#define RCT_WIRE_LOG_H

#include "wincancel_test.h"
#include "wire/co_pdu.h"

#define MAX_WIRE_EVENTS 4096u

enum wire_side { FROM_CLIENT, FROM_SERVER };
enum wire_kind { WIRE_OPENED, WIRE_PDU, WIRE_CLOSED, WIRE_NO_CO };

struct wire_event {
    uint64_t at_us;
    unsigned connection; /* counted from 0 */
    enum wire_side side;
    enum wire_kind kind;
    struct co_header header; /* of a PDU */
    uint8_t cancel_count;    /* of a response or fault */
    uint16_t opnum;          /* of a request */
    uint32_t status;         /* of a fault */
};

struct wire_log {
    CRITICAL_SECTION lock;
    HANDLE news; /* set after each event */
    struct wire_event *events;
    unsigned count;
    bool overflowed;
};

/* Freed with the case. */
struct wire_log *make_wire_log(struct test_case *t);
void log_pdu(struct wire_log *log, unsigned connection, enum wire_side side, const struct co_pdu *pdu);
void log_wire(struct wire_log *log, unsigned connection, enum wire_side side, enum wire_kind kind);

/* Whether an event is the one that is looked for. */
typedef bool (*wire_match)(const struct wire_event *event, const void *argument);
/* The first event since `since_us` that matches: waits at most `milliseconds` (scaled). `event` may be NULL. */
bool await_wire_event(struct wire_log *log, uint64_t since_us, wire_match match, const void *argument,
                      unsigned milliseconds, struct wire_event *event);
/* How many match so far. */
unsigned count_wire_events(struct wire_log *log, uint64_t since_us, wire_match match, const void *argument);

/* PDUs of the client that tell a server of a cancel: co_cancel, orphaned, or any with PENDING_CANCEL. */
bool tells_of_cancel(const struct wire_event *event, const void *unused);
/* PDUs of one ptype, which `argument` points to (enum co_ptype). */
bool has_ptype(const struct wire_event *event, const void *ptype);
/* The end of a connection by that side, which `argument` points to (enum wire_side). */
bool is_close(const struct wire_event *event, const void *side);

#endif
