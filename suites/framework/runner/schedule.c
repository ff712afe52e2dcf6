#include "schedule.h"

#include <stdlib.h>
#include <string.h>

#include "crew.h"

#define MAX_CREWS     24u /* two handles of each in one wait of at most 64 */
#define LARGEST_BATCH 100u
#define POLL_MS       200u

struct queue {
    struct batch_work *first, **last;
};

static void start_queue(struct queue *queue)
{
    queue->first = NULL;
    queue->last = &queue->first;
}

static void push(struct queue *queue, struct batch_work *work)
{
    work->next = NULL;
    *queue->last = work;
    queue->last = &work->next;
}

static struct batch_work *pop(struct queue *queue)
{
    struct batch_work *work = queue->first;
    if (work) {
        queue->first = work->next;
        if (!queue->first)
            queue->last = &queue->first;
    }
    return work;
}

/* ---- batches
 * ---------------------------------------------------------------------------------------------------------------- */

static bool needs_console(const struct run_item *item)
{
    return item->entry->test->needs && strstr(item->entry->test->needs, "console");
}

static struct batch_work *new_work(const struct run_item *item, size_t room)
{
    struct batch_work *work = calloc(1, sizeof(*work));
    struct run_item **items = calloc(room, sizeof(struct run_item *));
    if (!work || !items)
        abort();
    work->items = items;
    work->console = needs_console(item);
    work->waiting = item->entry->test->class == WAITING;
    work->exclusive = item->entry->test->class == EXCLUSIVE;
    return work;
}

static void add_alone(struct queue *queue, struct run_item *item)
{
    struct batch_work *work = new_work(item, 1);
    work->items[work->count++] = item;
    push(queue, work);
}

/* Splits items of one kind into batches: `batch_size` each; those that want a child of their own get one. */
static void add_batches(struct queue *queue, struct run_item **items, size_t count, size_t batch_size)
{
    struct batch_work *open = NULL;
    for (size_t i = 0; i < count; ++i) {
        if (items[i]->entry->test->isolated || items[i]->entry->test->class == WAITING) {
            add_alone(queue, items[i]);
            continue;
        }
        if (!open)
            open = new_work(items[i], batch_size);
        open->items[open->count++] = items[i];
        if (open->count == batch_size) {
            push(queue, open);
            open = NULL;
        }
    }
    if (open)
        push(queue, open);
}

/* ---- the loop
 * ---------------------------------------------------------------------------------------------------------------- */

struct floor {
    struct session *session;
    struct queue queue;            /* shared or exclusive */
    struct queue waiting;          /* overlap with everything */
    struct crew *crews[MAX_CREWS]; /* NULL: free */
    unsigned busy_count, busy_waiting;
    uint64_t work_us, longest_us; /* of the bound */
};

static void start_on(struct floor *floor, struct batch_work *work)
{
    unsigned slot = 0;
    while (floor->crews[slot])
        ++slot;
    floor->crews[slot] = start_crew(floor->session, work, false);
    if (!floor->crews[slot]) {
        free_work(work);
        return;
    }
    ++floor->busy_count;
    floor->busy_waiting += work->waiting;
}

static bool may_go_on(const struct session *session)
{
    return !session->stopped && !session->recorder->failed && !session->broken[0];
}

static void start_what_fits(struct floor *floor, unsigned jobs)
{
    while (may_go_on(floor->session) && floor->queue.first && floor->busy_count - floor->busy_waiting < jobs &&
           floor->busy_count < MAX_CREWS)
        start_on(floor, pop(&floor->queue));
    while (may_go_on(floor->session) && floor->waiting.first && floor->busy_count < MAX_CREWS - jobs)
        start_on(floor, pop(&floor->waiting));
}

static void wait_for_news(const struct floor *floor)
{
    HANDLE handles[2 * MAX_CREWS];
    DWORD count = 0;
    uint64_t now = now_us(), nearest = now + POLL_MS * UINT64_C(1000);
    for (unsigned i = 0; i < MAX_CREWS; ++i) {
        const struct crew *crew = floor->crews[i];
        if (!crew)
            continue;
        handles[count++] = crew->process.reading.hEvent;
        if (!crew->exit_seen_us)
            handles[count++] = crew->process.process;
        if (crew->deadline_us < nearest)
            nearest = crew->deadline_us;
    }
    DWORD patience = nearest > now ? (DWORD)((nearest - now) / 1000 + 1) : 0;
    /* It fails where a subject took our handles from us: then the deadlines still come, and must not cost the machine.
     */
    if (count && WaitForMultipleObjects(count, handles, FALSE, patience) == WAIT_FAILED)
        WaitForSingleObject(GetCurrentThread(), 10);
}

static void tend_all(struct floor *floor)
{
    for (unsigned i = 0; i < MAX_CREWS; ++i) {
        struct crew *crew = floor->crews[i];
        if (!crew)
            continue;
        bool waiting = crew->work->waiting;
        uint64_t started = crew->started_us;
        struct batch_work *work = crew->work;
        struct batch_work *rest = tend_crew(floor->session, crew);
        if (!crew->finished)
            continue;
        uint64_t took = now_us() - started;
        if (waiting && took > floor->longest_us)
            floor->longest_us = took;
        if (!waiting)
            floor->work_us += took;
        if (rest)
            push(waiting ? &floor->waiting : &floor->queue, rest);
        free_work(work);
        free_crew(crew);
        floor->crews[i] = NULL;
        --floor->busy_count;
        floor->busy_waiting -= waiting;
    }
}

static void stop_all(struct floor *floor)
{
    for (unsigned i = 0; i < MAX_CREWS; ++i) {
        if (!floor->crews[i])
            continue;
        dismiss_crew(floor->session, floor->crews[i]);
        free_crew(floor->crews[i]);
        floor->crews[i] = NULL;
    }
}

static void run_floor(struct floor *floor, unsigned jobs)
{
    struct session *session = floor->session;
    start_what_fits(floor, jobs);
    while (floor->busy_count && may_go_on(session)) {
        wait_for_news(floor);
        tend_all(floor);
        start_what_fits(floor, jobs);
        flush_recorder(session->recorder);
    }
    if (floor->busy_count)
        stop_all(floor);
}

static struct floor *new_floor(struct session *session)
{
    struct floor *floor = calloc(1, sizeof(*floor));
    if (!floor)
        abort();
    floor->session = session;
    start_queue(&floor->queue);
    start_queue(&floor->waiting);
    return floor;
}

/* ---- phases
 * -------------------------------------------------------------------------------------------------------------------
 */

/* Collects the items that `wanted` takes, console ones apart because they need other children. */
static void add_wanted(struct queue *queue, struct run_item *items, size_t count, enum case_class class, bool alone,
                       unsigned jobs)
{
    for (int console = 0; console < 2; ++console) {
        size_t found = 0;
        struct run_item **chosen = calloc(count + 1, sizeof(struct run_item *));
        if (!chosen)
            abort();
        for (size_t i = 0; i < count; ++i)
            if (items[i].entry->test->class == class && needs_console(&items[i]) == (console != 0))
                chosen[found++] = &items[i];
        size_t size = found / jobs + 1;
        add_batches(queue, chosen, found, alone ? 1 : size < LARGEST_BATCH ? size : LARGEST_BATCH);
        free(chosen);
    }
}

static void run_phases(struct session *session, struct run_item *items, size_t count, bool alone)
{
    struct floor *floor = new_floor(session);
    add_wanted(&floor->queue, items, count, SHARED, alone, session->jobs);
    add_wanted(&floor->waiting, items, count, WAITING, alone, 1);
    run_floor(floor, session->jobs);
    uint64_t shared = floor->work_us / session->jobs;
    session->bound.shared_us += shared;
    session->bound.longest_wait_us += floor->longest_us;
    session->bound.total_us += shared > floor->longest_us ? shared : floor->longest_us;
    free(floor);

    floor = new_floor(session);
    add_wanted(&floor->queue, items, count, EXCLUSIVE, alone, 1);
    run_floor(floor, 1);
    session->bound.exclusive_us += floor->work_us;
    session->bound.total_us += floor->work_us;
    free(floor);
}

void run_plan(struct session *session)
{
    struct plan *plan = session->plan;
    run_phases(session, plan->items, plan->count, false);
    for (size_t i = 0; i < plan->count; ++i) {
        const struct run_item *item = &plan->items[i];
        if (item->ended && (item->verdict == VERDICT_FAIL || item->verdict == VERDICT_UNRESOLVED ||
                            item->verdict == VERDICT_NORESULT || item->status != STATUS_WORD_OK))
            add_second_attempt(plan, item);
    }
    if (plan->second_count && may_go_on(session))
        run_phases(session, plan->items + plan->count, plan->second_count, true);
}

void probe_target(struct session *session)
{
    struct floor *floor = new_floor(session);
    struct batch_work *work = calloc(1, sizeof(*work));
    if (!work)
        abort();
    floor->crews[0] = start_crew(session, work, true);
    floor->busy_count = floor->crews[0] != NULL;
    while (floor->busy_count && !session->stopped) {
        wait_for_news(floor);
        tend_all(floor);
    }
    if (floor->busy_count)
        stop_all(floor);
    session->bound.exclusive_us += floor->work_us;
    session->bound.total_us += floor->work_us;
    free(floor);
}
