#include "plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../frame.h"
#include "../paths.h"
#include "exit_codes.h"

const char *verdict_word(enum verdict verdict)
{
    static const char *const words[] = { "PASS", "FAIL", "UNRESOLVED", "UNSUPPORTED", "UNTESTED", "NORESULT", "DONE" };
    return words[verdict];
}

const char *status_word(enum status status)
{
    static const char *const words[] = { "OK", "CRASH", "TIMEOUT", "LEFT_BEHIND" };
    return words[status];
}

enum verdict tier_verdict(const struct run_item *item, enum tier tier)
{
    if (item->missed & tier)
        return VERDICT_FAIL;
    if (item->judged & tier)
        return item->ending == 'n' && !item->lost_records ? VERDICT_PASS
               : item->ending                             ? VERDICT_UNRESOLVED
                                                          : VERDICT_NORESULT;
    return VERDICT_DONE;
}

enum verdict overall_verdict(const struct run_item *item)
{
    if (item->missed)
        return VERDICT_FAIL;
    if (!item->ending)
        return VERDICT_NORESULT;
    if (item->ending == 'x')
        return VERDICT_UNSUPPORTED;
    if (item->ending == 't')
        return VERDICT_UNTESTED;
    if (item->ending == 'u' || item->lost_records)
        return VERDICT_UNRESOLVED;
    return item->judged ? VERDICT_PASS : VERDICT_DONE;
}

/* ---- selection
 * -------------------------------------------------------------------------------------------------------- */

static bool in_suites(const struct option_values *names, const struct case_entry *entry)
{
    const struct suite *suite = suite_of(entry->test);
    for (unsigned i = 0; i < names->count; ++i)
        if (!strcmp(names->value[i], suite->name))
            return true;
    return !names->count;
}

static bool in_classes(const struct option_values *names, const struct case_entry *entry)
{
    for (unsigned i = 0; i < names->count; ++i)
        if (!strcmp(names->value[i], class_name(entry->test->class)))
            return true;
    return !names->count;
}

static bool in_filters(const struct option_values *filters, const struct case_entry *entry)
{
    for (unsigned i = 0; i < filters->count; ++i)
        if (matches(filters->value[i], entry->id))
            return true;
    return !filters->count;
}

static bool in_shard(const struct options *options, const struct case_entry *entry)
{
    return crc32_of(0, entry->id, strlen(entry->id)) % options->shards == options->shard - 1;
}

static int wrong(const char *what, const char *value)
{
    fprintf(stderr, "wincancel: %s: %s\n", what, value);
    return EXIT_WRONG_USAGE;
}

static int check_names(const struct options *options, const struct case_entry *all, size_t all_count)
{
    for (unsigned i = 0; i < options->suites.count; ++i) {
        bool known = false;
        for (size_t suite = 0; suite < suite_count; ++suite)
            known = known || !strcmp(suites[suite].name, options->suites.value[i]);
        if (!known)
            return wrong("unknown suite", options->suites.value[i]);
    }
    for (unsigned i = 0; i < options->filters.count; ++i) {
        bool known = false;
        for (size_t entry = 0; entry < all_count && !known; ++entry)
            known = matches(options->filters.value[i], all[entry].id);
        if (!known)
            return wrong("no case matches the filter", options->filters.value[i]);
    }
    return 0;
}

/* The cases that a file names, one id a line; '#' starts a comment line. */
static int select_from_file(bool *selected, const struct options *options, const struct case_entry *all)
{
    char *text = read_whole_file(options->cases_file);
    if (!text)
        return wrong("cannot read the file of cases", utf8_of(options->cases_file));
    for (char *line = strtok(text, "\r\n"); line; line = strtok(NULL, "\r\n")) {
        if (*line == '#')
            continue;
        const struct case_entry *entry = find_case(line);
        if (!entry)
            return wrong("unknown case", line);
        selected[entry - all] = true;
    }
    free(text);
    return 0;
}

/* ---- order
 * ----------------------------------------------------------------------------------------------------------------- */

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13; /* xorshift64, Marsaglia 2003 */
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void shuffle(struct run_item *items, size_t count, uint64_t seed)
{
    uint64_t state = seed * UINT64_C(2862933555777941757) + UINT64_C(3037000493);
    state = state ? state : 1;
    for (size_t i = count; i > 1; --i) {
        size_t other = (size_t)(next_random(&state) % i);
        struct run_item swap = items[i - 1];
        items[i - 1] = items[other];
        items[other] = swap;
    }
}

int make_plan(struct plan *plan, const struct options *options, const struct case_entry *all, size_t all_count)
{
    memset(plan, 0, sizeof(*plan));
    int code = check_names(options, all, all_count);
    if (code)
        return code;
    bool *selected = calloc(all_count + 1, sizeof(*selected));
    if (selected && options->cases_file)
        code = select_from_file(selected, options, all);
    if (code) {
        free(selected);
        return code;
    }
    plan->cases = calloc(all_count + 1, sizeof(const struct case_entry *));
    plan->items = calloc(2 * all_count * options->repeat + 1, sizeof(*plan->items));
    if (!selected || !plan->cases || !plan->items) {
        free(selected);
        return wrong("out of memory for the plan", "try a smaller --repeat");
    }
    bool any = false;
    for (size_t i = 0; i < all_count; ++i) {
        if ((options->cases_file && !selected[i]) || !in_suites(&options->suites, &all[i]) ||
            !in_classes(&options->classes, &all[i]) || !in_filters(&options->filters, &all[i]))
            continue;
        any = true; /* a shard of it may be empty all the same */
        if (in_shard(options, &all[i]))
            plan->cases[plan->case_count++] = &all[i];
    }
    free(selected);
    if (!any)
        return wrong("nothing to run", "no case fulfils all conditions");
    for (unsigned repeat = 1; repeat <= options->repeat; ++repeat) {
        for (size_t i = 0; i < plan->case_count; ++i) {
            struct run_item *item = &plan->items[plan->count++];
            item->entry = plan->cases[i];
            item->repeat = repeat;
            item->attempt = 1;
        }
    }
    if (options->shuffle)
        shuffle(plan->items, plan->count, options->seed);
    return 0;
}

static bool has_second_attempt(const struct plan *plan, const struct case_entry *entry)
{
    for (size_t i = 0; i < plan->second_count; ++i)
        if (plan->items[plan->count + i].entry == entry)
            return true;
    return false;
}

void add_second_attempt(struct plan *plan, const struct run_item *first)
{
    if (has_second_attempt(plan, first->entry))
        return;
    struct run_item *item = &plan->items[plan->count + plan->second_count++];
    item->entry = first->entry;
    item->repeat = first->repeat;
    item->attempt = 2;
}
