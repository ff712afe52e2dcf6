#include "wire_log.h"

static void free_log(void *log_)
{
    struct wire_log *log = log_;
    CloseHandle(log->news);
    DeleteCriticalSection(&log->lock);
}

struct wire_log *make_wire_log(struct test_case *t)
{
    struct wire_log *log = memory_of_case(t, sizeof(*log));
    log->events = memory_of_case(t, MAX_WIRE_EVENTS * sizeof(*log->events));
    log->news = CreateEventW(NULL, FALSE, FALSE, NULL);
    need(t, log->news != NULL, "CreateEvent for a log");
    InitializeCriticalSection(&log->lock);
    after_case(t, free_log, log);
    return log;
}

static void add(struct wire_log *log, const struct wire_event *event)
{
    EnterCriticalSection(&log->lock);
    if (log->count < MAX_WIRE_EVENTS)
        log->events[log->count++] = *event;
    else
        log->overflowed = true;
    LeaveCriticalSection(&log->lock);
    SetEvent(log->news);
}

void log_pdu(struct wire_log *log, unsigned connection, enum wire_side side, const struct co_pdu *pdu)
{
    struct wire_event event = {
        .at_us = now_us(), .connection = connection, .side = side, .kind = WIRE_PDU, .header = pdu->header
    };
    if (pdu->header.ptype == CO_RESPONSE)
        event.cancel_count = pdu->response.cancel_count;
    if (pdu->header.ptype == CO_FAULT) {
        event.cancel_count = pdu->fault.cancel_count;
        event.status = pdu->fault.status;
    }
    if (pdu->header.ptype == CO_REQUEST)
        event.opnum = pdu->request.opnum;
    add(log, &event);
}

void log_wire(struct wire_log *log, unsigned connection, enum wire_side side, enum wire_kind kind)
{
    struct wire_event event = { .at_us = now_us(), .connection = connection, .side = side, .kind = kind };
    add(log, &event);
}

static unsigned find(struct wire_log *log, uint64_t since_us, wire_match match, const void *argument,
                     struct wire_event *first)
{
    unsigned found = 0;
    EnterCriticalSection(&log->lock);
    for (unsigned i = 0; i < log->count; ++i) {
        if (log->events[i].at_us < since_us || !match(&log->events[i], argument))
            continue;
        if (!found++ && first)
            *first = log->events[i];
    }
    LeaveCriticalSection(&log->lock);
    return found;
}

bool await_wire_event(struct wire_log *log, uint64_t since_us, wire_match match, const void *argument,
                      unsigned milliseconds, struct wire_event *event)
{
    uint64_t deadline = now_us() + scaled_ms(milliseconds) * UINT64_C(1000);
    for (;;) {
        if (find(log, since_us, match, argument, event))
            return true;
        uint64_t now = now_us();
        if (now >= deadline)
            return false;
        WaitForSingleObject(log->news, (DWORD)((deadline - now) / 1000 + 1));
    }
}

unsigned count_wire_events(struct wire_log *log, uint64_t since_us, wire_match match, const void *argument)
{
    return find(log, since_us, match, argument, NULL);
}

bool tells_of_cancel(const struct wire_event *event, const void *unused)
{
    (void)unused;
    return event->kind == WIRE_PDU && event->side == FROM_CLIENT &&
           (event->header.ptype == CO_CANCEL || event->header.ptype == CO_ORPHANED ||
            co_is_pending_cancel(&event->header));
}

bool has_ptype(const struct wire_event *event, const void *ptype)
{
    return event->kind == WIRE_PDU && event->header.ptype == *(const enum co_ptype *)ptype;
}

bool is_close(const struct wire_event *event, const void *side)
{
    return event->kind == WIRE_CLOSED && event->side == *(const enum wire_side *)side;
}
