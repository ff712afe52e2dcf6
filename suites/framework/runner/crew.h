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
    size_t position; /* the current item */
    /* Of the current item: it is to be announced; it runs; it is over, and the child has not shown that it survived. */
    enum { CASE_AWAITED, CASE_RUNS, CASE_LEAVES } state;
    struct text reason; /* of the item that leaves */
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

/* Starts a child for the work. NULL: none can be started; session->broken says why (or the user stops). */
struct crew *start_crew(struct session *session, struct batch_work *work, bool probing);
/* Takes what came from the child, and judges its deadline and its end. After it crew->finished may be set: the
 * remaining items are then returned for another child (NULL if none). */
struct batch_work *tend_crew(struct session *session, struct crew *crew);
/* Ends it at once (the user stops). */
void dismiss_crew(struct session *session, struct crew *crew);

/* ---- between the two halves: crew.c (its life) and crew_records.c (what it writes) */

#define START_DEADLINE_MS 20000u /* from the start of a child to its first line, and between two cases */
uint64_t scaled_us(const struct session *session, unsigned milliseconds);
/* NULL after the last. */
struct run_item *current_item(const struct crew *crew);
/* Records the end of the item that leaves. `exit_code` counts if its child ended. */
void settle_item(struct session *session, struct crew *crew, enum status status, bool child_ended, DWORD exit_code);
/* Takes bytes from the child's pipe, cut anywhere. */
void take_bytes(struct session *session, struct crew *crew, const char *data, size_t size);
/* Nothing comes any more: what there is of a line is noise. */
void take_torn_line(struct crew *crew);

/* Once it is finished or dismissed; not its work. Where a read of its pipe cannot be ended the memory is never freed.
 */
void free_crew(struct crew *crew);
void free_work(struct batch_work *work);

#endif
