/* One child and the cases it is given. */
#ifndef WINCANCEL_CREW_H
#define WINCANCEL_CREW_H

#include "../frame.h"
#include "process.h"
#include "schedule.h"

struct batch_work {
    struct run_item **items;
    size_t count;
    bool console;
    bool waiting; /* overlaps with others */
    bool exclusive;
    struct batch_work *next;
};

struct crew {
    struct batch_work *work;
    size_t position; /* the item that runs or comes next */
    bool running;    /* announced, not over */
    struct process process;
    struct console console;
    char *line; /* bytes of a line so far */
    size_t line_size;
    bool skipping; /* a line too long to be a record */
    uint64_t started_us, deadline_us;
    uint64_t exit_seen_us; /* when the process was first seen to have ended; 0: not */
    bool finished;
    bool probing;
};

/* Starts a child for the work. False: it could not be started; every item of it is then ended as NORESULT. */
bool start_crew(struct session *session, struct crew *crew, struct batch_work *work);
/* Takes what came from the child, and judges its deadline and its end. After it crew->finished may be set: the
 * remaining items are then returned for another child (NULL if none). */
struct batch_work *tend_crew(struct session *session, struct crew *crew);
/* Ends it at once (the user stops). */
void dismiss_crew(struct session *session, struct crew *crew);

void free_work(struct batch_work *work);

#endif
