#include "registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capability.h"

static struct test *first_test;
static struct case_entry *cases;
static size_t case_count;

void register_test(struct test *test)
{
    test->next = first_test;
    first_test = test;
}

const char *class_name(enum case_class class)
{
    return class == EXCLUSIVE ? "exclusive" : class == WAITING ? "waiting" : "shared";
}

const char *tier_name(enum tier tier)
{
    switch (tier) {
    case DOCUMENTED:
        return "documented";
    case IMPLIED:
        return "implied";
    case AMBIGUOUS:
        return "ambiguous";
    case OBSERVED:
        return "observed";
    case CHARACTERISED:
        break;
    }
    return "characterised";
}

unsigned budget_of(const struct test *test)
{
    return test->budget_ms ? test->budget_ms : DEFAULT_BUDGET_MS;
}

bool matches(const char *pattern, const char *text)
{
    const char *star = NULL, *retry = NULL;
    while (*text) {
        if (*pattern == '*') {
            star = ++pattern;
            retry = text;
        } else if (*pattern && (*pattern == '?' || *pattern == *text)) {
            ++pattern;
            ++text;
        } else if (star) {
            pattern = star;
            text = ++retry;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        ++pattern;
    return !*pattern;
}

const struct suite *suite_of(const struct test *test)
{
    for (size_t i = 0; i < suite_count; ++i) {
        size_t size = strlen(suites[i].prefix);
        if (!strncmp(test->clause, suites[i].prefix, size) && test->clause[size] == '-')
            return &suites[i];
    }
    return NULL;
}

static bool is_in(const char *const *list, const char *id)
{
    for (; *list; ++list)
        if (!strcmp(*list, id))
            return true;
    return false;
}

static bool is_well_formed(const char *id)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./";
    size_t size = strlen(id);
    return size + 1 < MAX_CASE_ID /* else it was cut */ && size == strspn(id, letters) && !strstr(id, "//") &&
           id[size - 1] != '/';
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct case_entry *)a)->id, ((const struct case_entry *)b)->id);
}

static void add_case(const struct test *test, const void *variant)
{
    struct case_entry *entry = &cases[case_count++];
    entry->test = test;
    entry->variant = variant;
    if (variant) {
        const char *const *name = (const char *const *)((const char *)variant + test->variants.name_offset);
        snprintf(entry->id, sizeof(entry->id), "%s/%s/%s", test->clause, test->name, *name);
    } else {
        snprintf(entry->id, sizeof(entry->id), "%s/%s", test->clause, test->name);
    }
}

static size_t count_tests_of(const struct suite *suite)
{
    size_t count = 0;
    for (const struct test *test = first_test; test; test = test->next)
        count += suite_of(test) == suite;
    return count;
}

static bool has_test(const char *clause)
{
    for (const struct test *test = first_test; test; test = test->next)
        if (!strcmp(test->clause, clause))
            return true;
    return false;
}

static bool check_suite(const struct suite *suite, char *problem, size_t size)
{
    if (count_tests_of(suite) != suite->tests) {
        snprintf(problem, size, "suite %s: %u tests are linked in, its files have %u", suite->name,
                 (unsigned)count_tests_of(suite), (unsigned)suite->tests);
        return false;
    }
    for (const char *const *clause = suite->clauses; *clause; ++clause) {
        if (!has_test(*clause)) {
            snprintf(problem, size, "clause %s has no case", *clause);
            return false;
        }
    }
    return true;
}

/* The first of the blank-separated names that `is_known` does not know; NULL if it knows all. */
static const char *unknown_name(const char *names, bool (*is_known)(const char *name, size_t size))
{
    for (const char *name = names ? names : ""; *name;) {
        size_t size = strcspn(name, " ");
        if (!is_known(name, size))
            return name;
        name += size + strspn(name + size, " ");
    }
    return NULL;
}

static bool check_tests(char *problem, size_t size)
{
    for (const struct test *test = first_test; test; test = test->next) {
        const struct suite *suite = suite_of(test);
        if (!suite || !is_in(suite->clauses, test->clause)) {
            snprintf(problem, size, "test %s: clause %s is %s", test->name, test->clause,
                     suite && is_in(suite->advice, test->clause) ? "advice: it has no cases" : "not in the register");
            return false;
        }
        if (!test->tiers) {
            snprintf(problem, size, "test %s of %s declares no tier", test->name, test->clause);
            return false;
        }
        const char *unknown = unknown_name(test->supports, is_capability);
        unknown = unknown ? unknown : unknown_name(test->needs, is_need);
        if (unknown) {
            snprintf(problem, size, "test %s of %s asks for %s, which nobody probes", test->name, test->clause,
                     unknown);
            return false;
        }
    }
    for (size_t i = 0; i < case_count; ++i) {
        if (!is_well_formed(cases[i].id) || (i && !strcmp(cases[i].id, cases[i - 1].id))) {
            snprintf(problem, size, "case id %s is malformed or there twice", cases[i].id);
            return false;
        }
    }
    return true;
}

const struct case_entry *all_cases(size_t *count, char *problem, size_t size)
{
    if (!cases) {
        size_t total = 0;
        for (const struct test *test = first_test; test; test = test->next)
            total += test->variants.rows ? test->variants.count : 1;
        cases = calloc(total ? total : 1, sizeof(*cases));
        if (!cases)
            abort();
        for (const struct test *test = first_test; test; test = test->next) {
            if (!test->variants.rows)
                add_case(test, NULL);
            for (size_t row = 0; test->variants.rows && row < test->variants.count; ++row)
                add_case(test, (const char *)test->variants.rows + row * test->variants.size);
        }
        qsort(cases, case_count, sizeof(*cases), by_id);
    }
    *count = case_count;
    if (!check_tests(problem, size))
        return NULL;
    for (size_t i = 0; i < suite_count; ++i)
        if (!check_suite(&suites[i], problem, size))
            return NULL;
    return cases;
}

const struct case_entry *find_case(const char *id)
{
    struct case_entry key = { .test = NULL };
    snprintf(key.id, sizeof(key.id), "%s", id);
    return cases ? bsearch(&key, cases, case_count, sizeof(*cases), by_id) : NULL;
}
