#include "polls.h"

#include "guard.h"

struct question {
    LONG (*ask)(void);
    LONG answer;
};

static void ask(void *question_)
{
    struct question *question = question_;
    question->answer = question->ask();
}

static LONG ask_test_cancel(void)
{
    return subject.RpcTestCancel();
}

static LONG ask_server_test_cancel(void)
{
    return subject.RpcServerTestCancel(NULL);
}

static LONG ask_with_handle(void)
{
    return subject.RpcServerTestCancel(subject.I_RpcGetCurrentCallHandle());
}

static void take(struct cancel_polls *polls, LONG answer)
{
    if (!polls->polls++)
        polls->first = polls->other = answer;
    else if (answer && answer != polls->first)
        polls->other = answer;
}

static void poll(struct cancel_polls *polls, LONG (*function)(void))
{
    struct question question = { function, 0 };
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
    for (unsigned i = 0; i < sizeof(polls->again) / sizeof(polls->again[0]); ++i) {
        polls->exception = guarded_call(ask, &question);
        polls->again[i] = question.answer;
    }
}

void poll_test_cancel(struct cancel_polls *polls)
{
    poll(polls, ask_test_cancel);
}

void poll_server_test_cancel(struct cancel_polls *polls, bool with_handle)
{
    poll(polls, with_handle ? ask_with_handle : ask_server_test_cancel);
}
