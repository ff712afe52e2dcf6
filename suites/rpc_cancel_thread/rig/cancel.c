#include "cancel.h"

#include <stdio.h>

#include "guard.h"

#define EVENTUAL_DEADLINE_MS 3000u
#define RETRY_MS             50u
#define EFFECT_MS            1000u

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

struct rpc_cancel cancel_rpc_thread(HANDLE thread)
{
    return make_cancel(cancel_thread, thread, 0);
}

struct rpc_cancel call_rpc_cancel_thread(struct test_case *t, HANDLE thread)
{
    if (!subject.RpcCancelThread)
        unsupported(t, "RpcCancelThread is not exported");
    return cancel_rpc_thread(thread);
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

static void note_cancel(struct test_case *t, const struct rpc_cancel *cancel)
{
    note_elapsed(t, "cancel.elapsed", cancel->after_us - cancel->before_us);
    note_attempts(t, "cancel.attempts", cancel->attempts);
    if (cancel->exception)
        note_exception(t, "cancel.exception", cancel->exception);
}

bool check_cancel_status(struct test_case *t, enum tier tier, const struct rpc_cancel *cancel, struct allowed allowed)
{
    LONG answer = cancel->exception ? (LONG)cancel->exception : cancel->status;
    bool met = check_rpc_status(t, tier, "cancel.status", answer, allowed);
    note_cancel(t, cancel);
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
    note_cancel(t, cancel);
    return met;
}

void await_undue_effect(const struct rpc_cancel *cancel, struct operation *call)
{
    if (!cancel->exception && cancel->status == RPC_S_OK)
        await_end(call, EFFECT_MS);
}

/* ---- what they did ------------------------------------------------------------------------------------------------
 */

static bool judge_end(struct test_case *t, enum tier tier, const char *prefix, struct operation *call,
                      const struct rpc_cancel *cancel, uint64_t min_us, uint64_t max_us)
{
    char key[96];
    uint64_t waited = now_us() - cancel->after_us;
    if (waited < max_us)
        await_end(call, (unsigned)((max_us - waited) / 1000));
    snprintf(key, sizeof(key), "%s.outcome", prefix);
    if (!check_outcome(t, tier, key, call_outcome(call), "failed") && !has_ended(call))
        return false;
    snprintf(key, sizeof(key), "%s.since_cancel", prefix);
    uint64_t since = remote_call_of(call)->ended_us - cancel->before_us;
    return check_elapsed(t, tier, key, since, min_us, max_us + (cancel->after_us - cancel->before_us)) &&
           remote_call_of(call)->status != RPC_S_OK;
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

void cancel_control(struct test_case *t, struct worker *worker, struct peer *peer, void *binding)
{
    if (has_missed(t))
        return;
    struct operation *control = start_held_call(t, worker, peer, binding, 0);
    struct rpc_cancel cancel = cancel_until_ended(t, full_handle_of(t, worker), control);
    if (cancel.exception || cancel.status != RPC_S_OK)
        unresolved(t, "positive control: a cancel with all access gave %ld, exception 0x%lX", cancel.status,
                   cancel.exception);
    if (!has_ended(control) || remote_call_of(control)->status == RPC_S_OK)
        unresolved(t, "positive control: a cancel with all access gave 0, but the call %s",
                   has_ended(control) ? "returned" : "still waits");
}
