/* The two ways in which this suite cancels an operation that blocks. */
#ifndef WINCANCEL_MODES_H
#define WINCANCEL_MODES_H

#include "operation.h"

/* How much is known about one kind of operation. */
struct evidence {
    enum tier found; /* that a pending one is found and marked: the cancel answers TRUE */
    enum tier ends;  /* that it then ends, by failing */
};

/* Eventual: the cancel is called until it takes. The operation can end in no other way, so once it is taken and has
 * ended with a failure, ERROR_OPERATION_ABORTED is what the page names; that is judged as DOCUMENTED whatever the
 * evidence for the kind. Records cancel.* and operation.*. A cancel that answers FALSE to the end must have left the
 * operation alone: it is then released, and must give its full result, and a control shows that the same thread can be
 * cancelled in a pipe. That is DOCUMENTED, but only recorded where nobody knows whether the kind can be cancelled at
 * all. Declares DOCUMENTED and what `evidence` holds. Returns whether the operation was aborted.
 */
bool cancel_eventually(struct test_case *t, struct operation *operation, struct evidence evidence);

/* The call had to take: cancel.* as check_accepted() records it, and then PREFIX.*, that the operation was aborted, or
 * after FALSE that it was left alone; all DOCUMENTED. Returns whether it was aborted. */
bool witness_taken(struct test_case *t, const char *prefix, struct operation *operation, struct call cancel);

/* Single shot: one call, once the operation is seen to block; any answer of the page's is right, if what happened to
 * the operation agrees with it. `ends`: the tier in which an operation that has not ended after TRUE is a miss. One
 * that completes must have given its full result (DOCUMENTED). None of its values is compared between runs. Declares
 * DOCUMENTED and `ends`. */
void cancel_once_and_judge(struct test_case *t, struct operation *operation, enum tier ends);

/* Cancels the thread of a worker that has not run yet, which has nothing to cancel (IMPLIED; the error is only
 * recorded). Records cancel.*, and cancel.came_back: a suspended target may hang the caller. Declares IMPLIED. */
void cancel_before_it_runs(struct test_case *t, struct worker *worker);

/* Not judged, but the arrangement of a case about what comes after a cancel: cancels until it takes, and waits for the
 * end. UNRESOLVED if either does not come. How the operation ended is the caller's to judge. Returns the call that
 * took.
 */
struct call need_cancelled(struct test_case *t, struct operation *operation);
/* The same, and UNRESOLVED too if it ended in another way than by being aborted. */
struct call need_aborted(struct test_case *t, struct operation *operation);

#endif
