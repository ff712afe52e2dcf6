#include "cancel.h"

#include <stdio.h>

#include "guard.h"

#define EVENTUAL_DEADLINE_MS 3000u
#define RETRY_MS             50u
/* Until a call that was touched is seen to end. */
#define DISTURBED_MS             100u
#define DISTURBED_BY_ACCEPTED_MS 2000u

/* ---- the functions ------------------------------------------------------------------------------------------------
 */

struct cancel_call {
    HANDLE thread;
    LONG seconds;
    LONG status;
};

static void cancel_thread(void *call_)
{
    struct cancel_call *call = call_;
    call->status = subject.RpcCancelThread(call->thread);
}

static void cancel_thread_ex(void *call_)
{
    struct cancel_call *call = call_;
    call->status = subject.RpcCancelThreadEx(call->thread, call->seconds);
}

static struct rpc_cancel make_cancel(void (*function)(void *call), HANDLE thread, LONG seconds)
{
    struct cancel_call call = { thread, seconds, 0 };
    struct rpc_cancel cancel = { .attempts = 1, .before_us = now_us() };
    cancel.exception = guarded_call(function, &call);
    cancel.after_us = now_us();
    cancel.status = call.status;
    return cancel;
}

struct rpc_cancel cancel_on_any_thread(HANDLE thread)
{
    return make_cancel(cancel_thread, thread, 0);
}

struct rpc_cancel call_rpc_cancel_thread(struct test_case *t, HANDLE thread)
{
    if (!subject.RpcCancelThread)
        unsupported(t, "RpcCancelThread is not exported");
    return cancel_on_any_thread(thread);
}

struct rpc_cancel cancel_ex_on_any_thread(HANDLE thread, LONG seconds)
{
    return make_cancel(cancel_thread_ex, thread, seconds);
}

struct rpc_cancel call_rpc_cancel_thread_ex(struct test_case *t, HANDLE thread, LONG seconds)
{
    if (!subject.RpcCancelThreadEx)
        unsupported(t, "RpcCancelThreadEx is not exported");
    return cancel_ex_on_any_thread(thread, seconds);
}

struct rpc_cancel cancel_until_ended(struct test_case *t, HANDLE thread, struct operation *call)
{
    uint64_t deadline = now_us() + scaled_ms(EVENTUAL_DEADLINE_MS) * UINT64_C(1000);
    struct rpc_cancel cancel = call_rpc_cancel_thread(t, thread);
    unsigned attempts = 1;
    while (!await_end(call, RETRY_MS) && !cancel.exception && cancel.status == RPC_S_OK && now_us() < deadline) {
        cancel = call_rpc_cancel_thread(t, thread);
        ++attempts;
    }
    cancel.attempts = attempts;
    return cancel;
}

/* ---- what they answered -------------------------------------------------------------------------------------------
 */

LONG answer_of(const struct rpc_cancel *cancel)
{
    return cancel->exception ? (LONG)cancel->exception : cancel->status;
}

static void note_rest(struct test_case *t, const char *prefix, const struct rpc_cancel *cancel)
{
    char key[96];
    snprintf(key, sizeof(key), "%s.elapsed", prefix);
    note_elapsed(t, key, cancel->after_us - cancel->before_us);
    snprintf(key, sizeof(key), "%s.attempts", prefix);
    note_attempts(t, key, cancel->attempts);
    snprintf(key, sizeof(key), "%s.exception", prefix);
    if (cancel->exception)
        note_exception(t, key, cancel->exception);
}

void note_rpc_cancel(struct test_case *t, const char *prefix, const struct rpc_cancel *cancel)
{
    char key[96];
    snprintf(key, sizeof(key), "%s.status", prefix);
    note_rpc_status(t, key, answer_of(cancel));
    note_rest(t, prefix, cancel);
}

bool check_cancel_status(struct test_case *t, enum tier tier, const struct rpc_cancel *cancel, struct allowed allowed)
{
    bool met = check_rpc_status(t, tier, "cancel.status", answer_of(cancel), allowed);
    note_rest(t, "cancel", cancel);
    return met;
}

bool check_cancel_accepted(struct test_case *t, enum tier tier, const struct rpc_cancel *cancel)
{
    return check_cancel_status(t, tier, cancel, ALLOW(RPC_S_OK));
}

bool check_cancel_refused(struct test_case *t, enum tier tier, const struct rpc_cancel *cancel)
{
    bool met = check_not_rpc_status(t, tier, "cancel.status", cancel->status, RPC_S_OK);
    met = check_bool(t, tier, "cancel.returned", !cancel->exception, true) && met;
    note_rest(t, "cancel", cancel);
    return met;
}

/* ---- what they did ------------------------------------------------------------------------------------------------
 */

uint64_t us_from_cancel_to_end(const struct rpc_cancel *cancel, const struct operation *call)
{
    uint64_t ended_us = remote_call_of(call)->ended_us;
    return ended_us > cancel->before_us ? ended_us - cancel->before_us : 0;
}

bool await_end_in_time(struct operation *call, uint64_t since_us, uint64_t max_us)
{
    uint64_t deadline = since_us + (max_us - SLACK_US) + scaled_ms(SLACK_MS) * UINT64_C(1000);
    while (now_us() < deadline && !await_end(call, RETRY_MS))
        continue;
    return has_ended(call);
}

static bool judge_end(struct test_case *t, enum tier tier, const char *prefix, struct operation *call,
                      const struct rpc_cancel *cancel, uint64_t min_us, uint64_t max_us)
{
    char key[96];
    await_end_in_time(call, cancel->after_us, max_us);
    snprintf(key, sizeof(key), "%s.outcome", prefix);
    if (!check_outcome(t, tier, key, call_outcome(call), "failed") && !has_ended(call))
        return false;
    snprintf(key, sizeof(key), "%s.since_cancel", prefix);
    uint64_t since_us = us_from_cancel_to_end(cancel, call);
    bool is_in_time = true;
    if (min_us)
        is_in_time = check_elapsed(t, tier, key, since_us, min_us, max_us + (cancel->after_us - cancel->before_us));
    else
        note_elapsed(t, key, since_us); /* an end that comes later is not waited for */
    return is_in_time && remote_call_of(call)->status != RPC_S_OK;
}

bool witness_cancelled_with(struct test_case *t, enum tier tier, const char *prefix, struct operation *call,
                            const struct rpc_cancel *cancel, uint64_t min_us, uint64_t max_us, enum tier status_tier,
                            struct allowed statuses)
{
    char key[96];
    bool met = judge_end(t, tier, prefix, call, cancel, min_us, max_us);
    if (!has_ended(call))
        return met;
    snprintf(key, sizeof(key), "%s.status", prefix);
    check_rpc_status(t, status_tier, key, remote_call_of(call)->status, statuses);
    note_call_end(t, prefix, call);
    return met;
}

bool witness_cancelled(struct test_case *t, enum tier tier, const char *prefix, struct operation *call,
                       const struct rpc_cancel *cancel, uint64_t min_us, uint64_t max_us)
{
    return witness_cancelled_with(t, tier, prefix, call, cancel, min_us, max_us, CHARACTERISED,
                                  (struct allowed){ NULL, 0 });
}

bool witness_cancelled_at_once(struct test_case *t, enum tier tier, const char *prefix, struct operation *call,
                               const struct rpc_cancel *cancel)
{
    return witness_cancelled(t, tier, prefix, call, cancel, 0, SLACK_US);
}

bool witness_left_alone(struct test_case *t, enum tier tier, const char *prefix, struct operation *call, bool accepted)
{
    await_end(call, accepted ? DISTURBED_BY_ACCEPTED_MS : DISTURBED_MS);
    return witness_undisturbed(t, tier, prefix, call);
}

void cancel_control(struct test_case *t, struct worker *worker, struct peer *peer, void *binding)
{
    if (has_missed(t))
        return;
    struct operation *control = start_held_call(t, worker, peer, binding, 0);
    struct rpc_cancel cancel = cancel_until_ended(t, full_handle_of(t, worker), control);
    if (cancel.exception || cancel.status != RPC_S_OK)
        unresolved(t, "positive control: a cancel with all access gave %ld, exception 0x%lX", (long)cancel.status,
                   (unsigned long)cancel.exception);
    if (!has_ended(control) || remote_call_of(control)->status == RPC_S_OK)
        unresolved(t, "positive control: a cancel with all access gave 0, but the call %s",
                   has_ended(control) ? "returned" : "still waits");
}
