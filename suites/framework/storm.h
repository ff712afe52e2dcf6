/* Races as graded outcomes: many single shots, each with a tuple of words for what was seen; a table grades the tuples.
 * What no row matches is FORBIDDEN: a table lists what is legal, never what is not. */
#ifndef WINCANCEL_STORM_H
#define WINCANCEL_STORM_H

#include "wincancel_test.h"

enum grade { ACCEPTABLE, INTERESTING, FORBIDDEN };

#define STORM_FIELDS 4

struct outcome_rule {
    const char *fields[STORM_FIELDS]; /* "*" matches any word; unused ones NULL */
    enum grade grade;
    enum tier tier; /* of a FORBIDDEN row; else only shown */
    const char *why;
};

struct storm;

/* `fields`: names of the words, NULL-terminated. `tier` is that of a tuple no row matches. The rules are matched in
 * order. */
struct storm *begin_storm(struct test_case *t, const char *key, const char *const *fields,
                          const struct outcome_rule *rules, size_t rule_count, enum tier tier);
/* Whether so many trials were counted, or the storm has lasted so long that a busy machine must do with fewer. */
bool is_storm_over(const struct storm *storm, unsigned trials);
/* One trial: as many words as fields. */
void count_outcome(struct storm *storm, const char *const *words);
/* Writes the histogram. Each trial is judged in the storm's tier and in those of the FORBIDDEN rows: they are PASS if
 * nothing forbidden came in them, and only if at least one trial was counted. */
void end_storm(struct storm *storm);

#endif
