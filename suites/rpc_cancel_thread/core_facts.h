/* What holds of a cancel on every protocol sequence that it works on, whoever the peer is. */
#ifndef RCT_CORE_FACTS_H
#define RCT_CORE_FACTS_H

#include "rig/cancel.h"
#include "rig/protseq.h"

struct core_fact {
    const char *name;
    void (*verify)(struct test_case *t, struct peer *peer, void *binding);
    bool by_one_cancel; /* no other follows where the first had no effect */
};

#define CORE_FACTS 3
extern const struct core_fact core_facts[CORE_FACTS];
#define TIERS_OF_CORE_FACTS (DOCUMENTED | AMBIGUOUS)

/* A held call with cancel time-out 0 is cancelled, and ends while the peer still holds it. */
void verify_end_at_once(struct test_case *t, struct peer *peer, void *binding);

/* On a protocol sequence that the page excludes a call may end by the cancel, as on others, or be left alone: one of
 * the two, whole, judged in `tier`. */
void verify_end_or_none(struct test_case *t, enum tier tier, const struct protseq *protseq);

#endif
