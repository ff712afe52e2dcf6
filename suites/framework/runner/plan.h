/* What is to run: cases times repeats, each with its result. */
#ifndef WINCANCEL_PLAN_H
#define WINCANCEL_PLAN_H

#include "../registry.h"
#include "options.h"

enum verdict {
    VERDICT_PASS,
    VERDICT_FAIL,
    VERDICT_UNRESOLVED,
    VERDICT_UNSUPPORTED,
    VERDICT_UNTESTED,
    VERDICT_NORESULT,
    VERDICT_DONE,
    VERDICT_COUNT
};
enum status { STATUS_WORD_OK, STATUS_WORD_CRASH, STATUS_WORD_TIMEOUT, STATUS_WORD_LEFT_BEHIND, STATUS_WORD_COUNT };
const char *verdict_word(enum verdict verdict);
const char *status_word(enum status status);

/* One execution of one case. */
struct run_item {
    const struct case_entry *entry;
    unsigned repeat;
    unsigned attempt; /* 1, or 2: once more, alone */
    bool started, ended;
    /* gathered while it runs */
    unsigned judged, missed, seen; /* tiers, or'ed */
    unsigned records;              /* V and H lines that arrived */
    char ending;                   /* of the F line; 0: none came */
    bool lost_records;             /* the F line counted others than arrived */
    uint64_t start_us, duration_us;
    uint64_t noise;
    enum verdict verdict;
    enum status status;
};

struct plan {
    struct run_item *items; /* first attempts, in the order of the plan; room for as many second ones behind */
    size_t count;
    size_t second_count;
    const struct case_entry **cases;
    size_t case_count;
};

/* Selects, shards, repeats, shuffles. 0 or an exit code, after one line on stderr (a filter that matches nothing is
 * wrong usage). */
int make_plan(struct plan *plan, const struct options *options, const struct case_entry *all, size_t all_count);
/* Plans the second attempt of an item, unless another repeat of its case has one: more would tell nothing new. */
void add_second_attempt(struct plan *plan, const struct run_item *first);

/* The verdict that the gathered facts give, per tier and in all. */
enum verdict tier_verdict(const struct run_item *item, enum tier tier);
enum verdict overall_verdict(const struct run_item *item);

#endif
