/* CSIO-SUBJ-LOCK: a LockFileEx that waits for a contended range can be cancelled, and then holds no lock. */
#include "modes.h"
#include "operations/file_lock.h"

/* Cygwin's file locks rest on it; the file's holder keeps the range throughout, so "granted" is not possible here. */
static const struct evidence reported = { .found = OBSERVED, .ends = OBSERVED };

static void waiting_lock_ends(struct test_case *t)
{
    struct operation *lock = start_blocked(t, &contended_file_lock);

    if (cancel_eventually(t, lock, reported)) {
        unlock_peer(lock);
        check_bool(t, IMPLIED, "range.is_free_afterwards", range_is_free(lock), true);
    }
}

TEST(waiting_lock_ends, .clause = "CSIO-SUBJ-LOCK", .tiers = DOCUMENTED | IMPLIED | OBSERVED, .class = WAITING,
     .supports = "CancelSynchronousIo");
