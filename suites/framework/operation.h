/* Blocking operations, and what a test does with them: start one on a thread, cancel it, prove what happened to it.
 *
 * A kind of operation is a constant in a file of its own. It knows how to set itself up, how to block, how one sees
 * that it blocks (its gate), its second way out other than being cancelled, and what its full result is.
 *
 * The hazards of this business are dealt with here, once:
 *  - a suspended target may hang the caller of a cancel: only call_on_canceller() is used there, with a deadline;
 *  - while a synchronous operation is in flight its handle meets nothing but WaitForSingleObject;
 *  - each kind has a second way out; after the case, what still blocks is released, then cancelled, then the child is
 *    discarded;
 *  - no operation inherits the standard input;
 *  - a worker does nothing between its gate and its call: no loading, no printing, no allocation.
 */
#ifndef WINCANCEL_OPERATION_H
#define WINCANCEL_OPERATION_H

#include "wincancel_test.h"

/* What the operation's call gave back, in the terms of Win32. */
struct operation_result {
    BOOL returned;     /* FALSE: failed (INVALID_HANDLE_VALUE and SOCKET_ERROR are FALSE too) */
    DWORD error;       /* the last error right after the call; WSAGetLastError for sockets */
    DWORD transferred; /* the count that the call reported, UNTOUCHED_COUNT if it wrote none */
    uint64_t elapsed_us;
};
#define UNTOUCHED_COUNT 0xA5A5A5A5u
#define OPERATION_DATA  256u

struct operation;

struct operation_kind {
    const char *name;
    bool is_io;        /* false: a wait that is no I/O */
    bool is_read;      /* a cancelled one must not have consumed anything */
    size_t state_size; /* of what operation.state points to, zeroed */

    /* Makes everything the operation needs, on the body's thread. May end the case. */
    void (*prepare)(struct test_case *t, struct operation *operation);
    /* The one call that blocks, on the worker's thread; ends with keep_result(). */
    void (*perform)(struct operation *operation);
    /* Whether the operation is seen to block, from another thread. NULL: there is nothing to see. */
    bool (*is_pending)(struct operation *operation);
    /* The second way out: makes it complete normally. Called once at most. NULL: it ends by itself, see ends_after_ms.
     */
    void (*release)(struct operation *operation);
    unsigned ends_after_ms;
    /* After the case, if the second way out did not end it either: ends it somehow. NULL: the system's cancel may. */
    void (*force)(struct operation *operation);
    /* After release() and its end: did it give everything that an undisturbed one gives? If not, `why` says. Of a kind
     * that ends by itself this tells too whether it ended too early. */
    bool (*is_full)(struct operation *operation, char *why, size_t why_size);
    /* Records what became of it, under PREFIX, in terms of its own. NULL: in those of Win32, see note_operation(). */
    void (*note)(struct test_case *t, const char *prefix, struct operation *operation);
    /* Closes what prepare() made, once the call has ended. */
    void (*dispose)(struct operation *operation);
};

struct worker;

struct operation {
    const struct operation_kind *kind;
    struct worker *worker;
    void *state;   /* the kind's own */
    HANDLE handle; /* what the call blocks on, where there is one such handle */
    HANDLE peer;   /* the other end, where there is one */
    unsigned char data[OPERATION_DATA];
    struct operation_result result; /* valid once has_ended() */
    /* the framework's own from here */
    HANDLE ended;
    volatile LONG entered;
    bool started;
    bool released;
    bool disposed;
};

/* Called at the end of perform(). Takes the last error itself, so it comes right after the call. */
void keep_result(struct operation *operation, BOOL returned, DWORD transferred);
void keep_result_with_error(struct operation *operation, BOOL returned, DWORD transferred, DWORD error);

/* The gate of pipes and files: a synchronous operation makes its handle non-signalled when it starts. The handle must
 * have been signalled before, which gate_is_open() in prepare() makes sure of (UNRESOLVED if not). */
void need_signalled_handle(struct test_case *t, struct operation *operation);
bool handle_is_busy(struct operation *operation);

/* ---- threads ------------------------------------------------------------------------------------------------------
 */

/* A thread of the case that performs operations, one after another; idle (waiting for an event) between them. */
struct worker *start_worker(struct test_case *t);
/* A worker whose thread was created suspended and has not run; resumed by resume_worker(), or after the case. A cancel
 * aimed at it goes through call_on_canceller() only. */
struct worker *create_suspended_worker(struct test_case *t);
void resume_worker(struct test_case *t, struct worker *worker);
/* A worker that CreateThread of `subject` makes: full_handle_of() is then the very handle it returned. */
struct worker *start_worker_by_subject(struct test_case *t, SECURITY_ATTRIBUTES *security);
DWORD id_of(struct worker *worker);
/* The handle that CreateThread gave, or a duplicate by `subject`: all access. */
HANDLE full_handle_of(struct test_case *t, struct worker *worker);
/* OpenThread(access) by `subject`; UNRESOLVED if it is refused. Closed after the case. */
HANDLE open_thread(struct test_case *t, struct worker *worker, DWORD access);
/* DuplicateHandle(access) of a full handle, which grants exactly `access` (OpenThread may add rights). */
HANDLE duplicate_thread(struct test_case *t, struct worker *worker, DWORD access);
/* Records, as PREFIX.granted, the access that a handle carries. Returns it; if the system does not tell, that is
 * recorded instead and UNKNOWN_ACCESS returned. */
DWORD note_granted_access(struct test_case *t, const char *prefix, HANDLE handle);
#define UNKNOWN_ACCESS 0xFFFFFFFFu
/* Lets the worker's thread return WORKER_EXIT_CODE, and waits for that. */
void finish_worker(struct test_case *t, struct worker *worker);
#define WORKER_EXIT_CODE 0x57u

/* ---- arrange -------------------------------------------------------------------------------------------------------
 */

/* On a new worker, or on one at hand: prepare, perform, wait for the gate. Where a kind has no gate it returns once the
 * thread is about to call. UNRESOLVED if the operation ends instead of blocking. */
struct operation *start_blocked(struct test_case *t, const struct operation_kind *kind);
struct operation *start_blocked_on(struct test_case *t, struct worker *worker, const struct operation_kind *kind);
/* The two halves, where something must happen between them, and without waiting for the gate. */
struct operation *prepare_operation(struct test_case *t, struct worker *worker, const struct operation_kind *kind);
void start_operation(struct test_case *t, struct operation *operation);
/* Once more what `ended` was, on the same handles and the same state of its kind, which pass over to the new operation.
 * Start it with start_operation(). */
struct operation *prepare_again(struct test_case *t, struct worker *worker, struct operation *ended);
void wait_until_blocked(struct test_case *t, struct operation *operation);
/* The same where ending at once is something to judge: true when it is seen to block, false when it has ended. */
bool comes_to_block(struct test_case *t, struct operation *operation);

/* ---- act -----------------------------------------------------------------------------------------------------------
 */

/* One call of a function under test. */
struct call {
    BOOL returned;
    DWORD last_error;    /* SENTINEL_ERROR if the call left it alone */
    uint64_t elapsed_us; /* of the longest, where a verb retries */
    unsigned attempts;   /* calls made; more than 1 only where a verb retries */
};
/* Preset before each call. Bit 29 is the application's own, so no system call sets it by itself. */
#define SENTINEL_ERROR 0x20C0FFEEu

struct call call_cancel_synchronous_io(struct test_case *t, HANDLE thread);
/* Calls again on ERROR_NOT_FOUND until TRUE, another error, the end of the operation, or the deadline: a cancel that
 * comes before the operation can be found is allowed to miss it. */
struct call cancel_until_taken(struct test_case *t, HANDLE thread, struct operation *operation);
/* The same call on a thread of its own; false if it did not come back in `milliseconds` (scaled). */
bool call_on_canceller(struct test_case *t, HANDLE thread, unsigned milliseconds, struct call *call);
/* cancel_until_taken() on a thread of its own; false if the last call did not come back in `milliseconds` (scaled). */
bool take_on_canceller(struct test_case *t, HANDLE thread, struct operation *operation, unsigned milliseconds,
                       struct call *call);

/* ---- verify
 * ---------------------------------------------------------------------------------------------------------- */

bool has_ended(struct operation *operation);
/* Waits at most `milliseconds` (scaled) for the end. */
bool await_end(struct operation *operation, unsigned milliseconds);
/* Uses the second way out and waits for the end; false if it does not come. */
bool release_operation(struct test_case *t, struct operation *operation);
/* "blocked", "completed" (returned), "aborted" (failed with ERROR_OPERATION_ABORTED) or "failed". */
const char *outcome_of(const struct operation *operation);
/* Records PREFIX.outcome, .returned, .last_error, .transferred, .elapsed of an ended operation; judges nothing. */
void note_operation(struct test_case *t, const char *prefix, struct operation *operation);

/* The operation was not touched: it still blocks, and released by its second way out it completes with its full result.
 * Judged in `tier` as PREFIX.undisturbed. Returns that. */
bool witness_undisturbed(struct test_case *t, enum tier tier, const char *prefix, struct operation *operation);
/* The operation ended, and failed with ERROR_OPERATION_ABORTED: PREFIX.outcome judged in `tier`, the rest recorded. */
bool witness_aborted(struct test_case *t, enum tier tier, const char *prefix, struct operation *operation);

/* Closes every negative case: on the same thread, an operation of `kind` starts, and a cancel ends it. If not, the case
 * is UNRESOLVED: an implementation that always refuses must collect nothing. */
void positive_control(struct test_case *t, struct worker *worker, const struct operation_kind *kind);
/* The same with another function than CancelSynchronousIo. `cancel` returns whether the function claims success. */
void positive_control_by(struct test_case *t, struct worker *worker, const struct operation_kind *kind,
                         bool (*cancel)(struct operation *operation, void *argument), void *argument);

/* What a test of clauses about CancelSynchronousIo does with `call`: returned FALSE in `tier`; the error, in
 * `error_tier`. */
void check_refused(struct test_case *t, enum tier tier, struct call call, enum tier error_tier, struct allowed errors);
/* Returned TRUE in `tier`; elapsed and attempts recorded. Returns whether it did: only then is an end worth waiting
 * for.
 */
bool check_accepted(struct test_case *t, enum tier tier, struct call call);

#endif
