/* Remote calls as operations: one call, on a worker's thread, that a peer holds until the test lets it go. So the verbs
 * of operation.h apply to it: start_*, await_end, release_operation, witness_undisturbed.
 *
 * The status of a call is what I_RpcGetBuffer or I_RpcSendReceive returned; the functions that an IDL compiler puts
 * around them turn it into an exception. Which of the two it came from is recorded as its phase: the first connects and
 * binds, the second sends and receives.
 */
#ifndef RCT_CALL_H
#define RCT_CALL_H

#include "interface.h"
#include "operation.h"
#include "peer.h"

/* Where a call ended. */
enum call_phase { CALL_NOT_MADE, CALL_BINDS, CALL_TRANSFERS, CALL_RETURNED };

#define LEAVE_CANCEL_TIMEOUT (INT32_MIN + 77) /* in place of a time-out; no test sets it */

struct call_order {
    struct peer *peer;
    void *binding;
    enum opnum opnum;
    unsigned flags;      /* hold_flags */
    LONG raises;         /* OP_RAISE: the code */
    LONG cancel_timeout; /* for RpcMgmtSetCancelTimeout, on the calling thread before the call; or
                            LEAVE_CANCEL_TIMEOUT */
    size_t size;         /* of the request; 0: just a struct request. More is filled up */
    bool (*entered)(const struct operation *call); /* in place of the peer's word that it has the call; NULL: none */
    /* Makes the call, given its struct remote_call; NULL: by hand, I_RpcGetBuffer and I_RpcSendReceive. */
    void (*transfer)(void *call);
};

struct remote_call {
    struct call_order order;
    DWORD token;
    LONG timeout_status;     /* of RpcMgmtSetCancelTimeout */
    DWORD timeout_exception; /* raised by it; 0: none */
    LONG status;             /* or the exception that was raised in its place */
    DWORD exception;         /* 0: none. Made by hand a call should return its status, through a stub raise it */
    enum call_phase phase;
    struct reply reply;
    uint64_t began_us, ended_us; /* of now_us() */
};
struct remote_call *remote_call_of(const struct operation *call);

/* A name for a call, which no other call of this process has. */
DWORD new_token(void);

/* Prepares a call; start_operation() begins it. */
struct operation *prepare_call(struct test_case *t, struct worker *worker, const struct call_order *order);
/* The kind of these operations, for a race (race.h), and the order of a call that was prepared there: each trial is a
 * call of its own, also on the state of an earlier one. */
extern const struct operation_kind remote_call_kind;
void order_call(struct operation *operation, const struct call_order *order);
/* Begins a call and returns when the peer has it. UNRESOLVED if it ends before. */
struct operation *start_call(struct test_case *t, struct worker *worker, const struct call_order *order);
/* The usual one: OP_HOLD through `binding` to `peer`. */
struct operation *start_held_call(struct test_case *t, struct worker *worker, struct peer *peer, void *binding,
                                  LONG cancel_timeout);

/* "blocked", "returned" (with RPC_S_OK) or "failed". */
const char *call_outcome(const struct operation *call);
/* Records PREFIX.outcome and, of a call that ended, .status, .phase, .elapsed and .exception if one was raised. */
void note_call(struct test_case *t, const char *prefix, struct operation *call);
/* Of these only .phase, .elapsed and .exception, for who judges the rest. */
void note_call_end(struct test_case *t, const char *prefix, struct operation *call);

/* Whether an ended call returned, and with the reply to itself. */
bool has_own_reply(const struct remote_call *call);

/* Makes the call that `call` orders, on this thread, whatever process it is in; fills in what became of it. */
void make_call(struct remote_call *call);
/* One call that returns at once, on the body's thread. Returns its status; RPC_S_OK only with the peer's own reply
 * (else RPC_S_PROTOCOL_ERROR). */
LONG echo(void *binding, struct peer *peer);
/* The same, UNRESOLVED if it fails. */
void need_echo(struct test_case *t, void *binding, struct peer *peer);

#endif
