/* Calls of the functions under test, and the proof of what they did to a remote call. */
#ifndef RCT_CANCEL_H
#define RCT_CANCEL_H

#include "call.h"

/* How late a time may be on a busy machine before it counts: nothing that a page promises in seconds is that late on
 * purpose. */
#define SLACK_US UINT64_C(2000000)
#define SLACK_MS ((unsigned)(SLACK_US / 1000))
/* How early one may seem, by the grain of clocks. */
#define GRAIN_US UINT64_C(50000)
/* The unit of cancel time-outs, in microseconds. */
#define SECONDS_US(seconds) ((uint64_t)(seconds)*UINT64_C(1000000))

/* Whether a call ends within `max_us` of `since_us`, SLACK_US included. Only the slack is scaled: the rest are seconds
 * that the target was told to wait. */
bool await_end_in_time(struct operation *call, uint64_t since_us, uint64_t max_us);

/* One call of a function under test. */
struct rpc_cancel {
    LONG status;
    DWORD exception;              /* 0: none; the status is then not there */
    uint64_t before_us, after_us; /* of now_us(): before the call, and when it had returned */
    unsigned attempts;            /* calls made; more than 1 only where a verb retries */
};

struct rpc_cancel call_rpc_cancel_thread(struct test_case *t, HANDLE thread);
/* The same where it is known to be exported, on a thread that is not the body's. */
struct rpc_cancel cancel_on_any_thread(HANDLE thread);
struct rpc_cancel call_rpc_cancel_thread_ex(struct test_case *t, HANDLE thread, LONG seconds);
/* The same where it is known to be exported, for a thread that is not the body's. */
struct rpc_cancel cancel_ex_on_any_thread(HANDLE thread, LONG seconds);
/* RpcCancelThread, called again every now and then until the call ends, another status comes, or a deadline: where a
 * cancel that comes before the caller waits may be lost. */
struct rpc_cancel cancel_until_ended(struct test_case *t, HANDLE thread, struct operation *call);

/* Records PREFIX.status, .elapsed, .attempts and .exception; judges nothing. */
void note_rpc_cancel(struct test_case *t, const char *prefix, const struct rpc_cancel *cancel);
/* How long after the (last) cancel began an ended call ended, in microseconds. 0 if it had ended by then: of several
 * attempts an earlier one may take a moment to show. */
uint64_t us_from_cancel_to_end(const struct rpc_cancel *cancel, const struct operation *call);
/* The status, or the exception in its place: for who judges it under a key of his own. */
LONG answer_of(const struct rpc_cancel *cancel);
/* PREFIX "cancel": .status judged in `tier`; .elapsed, .attempts and .exception recorded. */
bool check_cancel_status(struct test_case *t, enum tier tier, const struct rpc_cancel *cancel, struct allowed allowed);
/* The same, RPC_S_OK. Returns whether it was: only then is an end worth waiting for. */
bool check_cancel_accepted(struct test_case *t, enum tier tier, const struct rpc_cancel *cancel);
/* The same, any status but RPC_S_OK, without an exception. */
bool check_cancel_refused(struct test_case *t, enum tier tier, const struct rpc_cancel *cancel);

/* The call failed between `min_us` after the cancel began and `max_us` after it returned: PREFIX.outcome judged in
 * `tier`, and PREFIX.since_cancel too unless `min_us` is 0; its status, phase and times recorded. Waits no longer than
 * that. Returns whether it was so. */
bool witness_cancelled(struct test_case *t, enum tier tier, const char *prefix, struct operation *call,
                       const struct rpc_cancel *cancel, uint64_t min_us, uint64_t max_us);
/* The same with a set of statuses, judged in a tier of their own. */
bool witness_cancelled_with(struct test_case *t, enum tier tier, const char *prefix, struct operation *call,
                            const struct rpc_cancel *cancel, uint64_t min_us, uint64_t max_us, enum tier status_tier,
                            struct allowed statuses);
/* At once, by the slack of a busy machine. */
bool witness_cancelled_at_once(struct test_case *t, enum tier tier, const char *prefix, struct operation *call,
                               const struct rpc_cancel *cancel);

/* The call was not touched. A cancel that did touch it shows as soon as the caller runs, so the call is watched first:
 * for a moment, or longer if a cancel that nobody should have accepted was; then witness_undisturbed(). */
bool witness_left_alone(struct test_case *t, enum tier tier, const char *prefix, struct operation *call, bool accepted);

/* Closes every negative case: on the same thread a call with cancel time-out 0 is held, and a cancel ends it. If not,
 * the case is UNRESOLVED. */
void cancel_control(struct test_case *t, struct worker *worker, struct peer *peer, void *binding);

#endif
