/* One call against one cancel of its thread, again and again, for the storms. */
#ifndef RCT_CALL_RACE_H
#define RCT_CALL_RACE_H

#include "call.h"
#include "race.h"
#include "server.h"

struct call_race {
    struct race *race;
    struct call_order order;
    struct operation *call; /* of the last trial */
    struct worker *bystander;
    struct operation *uncancelled; /* the last call of the bystander */
    /* In words of the tables that grade them: */
    const char *cancel; /* "0", "refused" with another status, "raised" */
    char end[32];       /* "returned", "foreign_reply", "status_N", "raised", "stuck" */
};

/* Calls of `opnum` through the server's binding, with cancel time-out 0. A call of OP_HOLD is let go while it is
 * cancelled; others return by themselves. */
struct call_race *make_call_race(struct test_case *t, struct server *server, enum opnum opnum);
/* One trial, with delays of its own. Returns false if the call is stuck: then there must be no more. */
bool try_call(struct test_case *t, struct call_race *race);
/* A call through the same binding on a thread that nobody cancels. `end` is told "status_N", or "stuck" after a
 * deadline: then there must be no more. Returns whether it returned with its own reply. */
bool call_as_bystander(struct test_case *t, struct call_race *race, char end[32]);
/* Such calls until one returns, some at most; `end` is that of the last. What an earlier trial left in a connection may
 * outlast a call whose reply is there before it waits. */
bool settle(struct test_case *t, struct call_race *race, char end[32]);

#endif
