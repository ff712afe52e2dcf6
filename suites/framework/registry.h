/* All tests of this executable, and their cases. */
#ifndef WINCANCEL_REGISTRY_H
#define WINCANCEL_REGISTRY_H

#include "wincancel_test.h"

#define MAX_CASE_ID 200

/* One case: a test, or one row of its table. */
struct case_entry {
    const struct test *test;
    const void *variant; /* NULL without a table */
    char id[MAX_CASE_ID];
};

/* What a suite's register says: compiled in from its clauses.toml by the build. */
struct suite {
    const char *name;           /* cancel_synchronous_io */
    const char *prefix;         /* CSIO */
    const char *const *clauses; /* ids of executable clauses, NULL-terminated */
    const char *const *advice;  /* ids of clauses that nobody can execute */
    size_t tests;               /* number of TEST() in the suite's files */
};
extern const struct suite suites[];
extern const size_t suite_count;

/* All cases, sorted by id; the array lives for ever. Reports what is wrong with the registry (a clause unknown to the
 * register, a clause without a case, an id twice or malformed, a number of tests other than the build counted) to
 * `problem`, of `size`, and returns NULL then. */
const struct case_entry *all_cases(size_t *count, char *problem, size_t size);
const struct case_entry *find_case(const char *id);
const struct suite *suite_of(const struct test *test);
/* '*' any run of characters, '?' one. */
bool matches(const char *pattern, const char *text);

const char *class_name(enum case_class class);
const char *tier_name(enum tier tier);
unsigned budget_of(const struct test *test);

#endif
