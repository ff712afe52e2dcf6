#include "hold.h"

#include "notice.h"
#include "polls.h"

#define POLL_INTERVAL_MS 5u
#define MAX_CALLS        1024u /* of one server: one token each */
#define POLLS            (POLL_TEST_CANCEL | POLL_SERVER_TEST_CANCEL | POLL_WITH_HANDLE | POLL_BAD_HANDLE | POLL_ATTRIBUTES)

static struct channel *observer;
static HANDLE let_go[MAX_CALLS]; /* events, by token */

void prepare_holds(struct channel *channel)
{
    observer = channel;
    for (unsigned i = 0; i < MAX_CALLS; ++i)
        let_go[i] = CreateEventW(NULL, TRUE, FALSE, NULL);
}

void let_call_go(DWORD token)
{
    SetEvent(let_go[token % MAX_CALLS]);
}

struct server_event event_of(enum event_kind kind, const struct request *request)
{
    struct server_event event = { .kind = kind, .token = request->token, .thread_id = GetCurrentThreadId() };
    return event;
}

void tell(struct server_event *event)
{
    event->at_us = now_us();
    send_message(observer, event, sizeof(*event));
}

static void tell_as(enum event_kind kind, struct server_event *event)
{
    event->kind = kind;
    tell(event);
}

static bool is_told(const struct server_event *event)
{
    return event->test_cancel.told || event->server_test_cancel.told || event->notice.fired ||
           event->attributes.first != event->attributes.last;
}

/* False: the test lets the call go. Anything else is one more round. */
static bool await_round(HANDLE go, HANDLE notified, struct server_event *event, unsigned flags)
{
    HANDLE handles[] = { go, notified };
    DWORD interval = flags & POLLS ? POLL_INTERVAL_MS : INFINITE; /* the test owns the end of this process */
    DWORD signalled = WaitForMultipleObjects(notified ? 2 : 1, handles, FALSE, interval);
    if (signalled == WAIT_OBJECT_0 + 1)
        take_notification(&event->notice);
    return signalled == WAIT_OBJECT_0 + 1 || signalled == WAIT_TIMEOUT;
}

void hold(const struct request *request, void *call)
{
    struct server_event event = event_of(CALL_LEFT, request);
    HANDLE notified = subscribe_for_cancel(&event.notice, request->flags);
    bool told_before = false;
    unsigned rounds = 0, rounds_before_polled = request->flags & POLLS ? ROUNDS_BEFORE_POLLED : notified ? 1 : 0;
    do {
        poll_all(&event, request->flags, call);
        if (++rounds == rounds_before_polled)
            tell_as(CALL_POLLED, &event);
        if (!told_before && is_told(&event)) {
            told_before = true;
            tell_as(CALL_TOLD, &event);
        }
    } while (await_round(let_go[request->token % MAX_CALLS], notified, &event, request->flags));
    unsubscribe_from_cancel(&event.notice, notified);
    tell_as(CALL_LEFT, &event);
}
