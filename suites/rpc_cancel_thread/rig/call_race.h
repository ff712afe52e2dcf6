/* One call against one cancel of its thread, again and again, for the storms. */
#ifndef RCT_CALL_RACE_H
#define RCT_CALL_RACE_H

#include "call.h"
#include "race.h"
#include "server.h"

struct call_race {
    struct race *race;
    struct server *server;
    struct call_order order; /* with a binding of the race's own */
    struct operation *call;  /* of the last trial */
    /* In words of the tables that grade them: */
    const char *cancel; /* "0", "refused" with another status, "raised" */
    char end[32];       /* "returned", "foreign_reply", "status_N", "raised", "stuck" */
};

/* Calls of `opnum` to a server without a binding, with cancel time-out 0. A call of OP_HOLD is let go while it is
 * cancelled; others return by themselves. */
struct call_race *make_call_race(struct test_case *t, struct server *server, enum opnum opnum);
/* One trial, with delays of its own. Returns false if the call is stuck: then there must be no more. */
bool try_call(struct test_case *t, struct call_race *race);
/* A new binding, and with it new connections: what earlier trials left behind is gone. */
void renew_binding(struct test_case *t, struct call_race *race);

#endif
