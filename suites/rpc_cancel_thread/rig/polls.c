#include "polls.h"

#include "guard.h"
#include "interface.h"

#include <rpcasync.h>

struct question {
    LONG (*ask)(void *argument);
    void *argument;
    LONG answer;
};

static void ask(void *question_)
{
    struct question *question = question_;
    question->answer = question->ask(question->argument);
}

static LONG ask_test_cancel(void *unused)
{
    (void)unused;
    return subject.RpcTestCancel();
}

static LONG ask_server_test_cancel(void *call)
{
    return subject.RpcServerTestCancel(call);
}

static LONG ask_attributes(void *attributes)
{
    return subject.RpcServerInqCallAttributesW(NULL, attributes);
}

static void take(struct cancel_polls *polls, LONG answer)
{
    if (!polls->polls++)
        polls->first = polls->other = answer;
    else if (answer && answer != polls->first)
        polls->other = answer;
}

static void poll(struct cancel_polls *polls, LONG (*function)(void *argument), void *argument)
{
    struct question question = { function, argument, 0 };
    if (polls->exception)
        return;
    polls->exception = guarded_call(ask, &question);
    if (polls->exception)
        return;
    take(polls, question.answer);
    if (question.answer || polls->told)
        return;
    polls->told = 1;
    polls->told_us = now_us();
    for (unsigned i = 0; i < sizeof(polls->again) / sizeof(polls->again[0]) && !polls->exception; ++i) {
        polls->exception = guarded_call(ask, &question);
        polls->again[i] = question.answer;
    }
}

void poll_test_cancel(struct cancel_polls *polls)
{
    poll(polls, ask_test_cancel, NULL);
}

void poll_server_test_cancel(struct cancel_polls *polls, void *call)
{
    poll(polls, ask_server_test_cancel, call);
}

void poll_attributes(struct attribute_polls *polls)
{
    RPC_CALL_ATTRIBUTES_V2_W attributes = { .Version = 2 };
    struct question question = { ask_attributes, &attributes, 0 };
    if (polls->exception)
        return;
    polls->exception = guarded_call(ask, &question);
    polls->status = question.answer;
    if (polls->exception || polls->status != RPC_S_OK)
        return;
    polls->last = attributes.CallStatus;
    if (!polls->polls++)
        polls->first = polls->last;
}

void poll_all(struct server_event *event, unsigned flags, void *call)
{
    static unsigned char bad_handle[512]; /* zeros: nothing that a run-time makes */
    if (flags & POLL_TEST_CANCEL)
        poll_test_cancel(&event->test_cancel);
    if (flags & POLL_SERVER_TEST_CANCEL)
        poll_server_test_cancel(&event->server_test_cancel, NULL);
    if (flags & POLL_WITH_HANDLE)
        poll_server_test_cancel(&event->server_test_cancel, call);
    if (flags & POLL_BAD_HANDLE)
        poll_server_test_cancel(&event->server_test_cancel, bad_handle);
    if (flags & POLL_ATTRIBUTES)
        poll_attributes(&event->attributes);
}
