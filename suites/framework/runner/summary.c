#include "summary.h"

#include <stdio.h>
#include <string.h>

static void print_counts(const unsigned *counts)
{
    for (int verdict = 0; verdict < VERDICT_COUNT; ++verdict)
        if (counts[verdict])
            printf(" %s %u", verdict_word((enum verdict)verdict), counts[verdict]);
    printf("\n");
}

static const char *weakest_failed_tier(const struct run_item *item)
{
    static const enum tier tiers[] = { DOCUMENTED, IMPLIED, AMBIGUOUS, OBSERVED };
    for (size_t i = 0; i < sizeof(tiers) / sizeof(tiers[0]); ++i)
        if (item->missed & (unsigned)tiers[i])
            return tier_name(tiers[i]);
    return "";
}

/* Every first attempt that is not as it should be, in the order of the ids of the plan. */
static void print_failures(const struct plan *plan)
{
    for (size_t i = 0; i < plan->case_count; ++i) {
        for (size_t at = 0; at < plan->count + plan->second_count; ++at) {
            const struct run_item *item = &plan->items[at];
            if (item->entry != plan->cases[i] || !item->ended || item->verdict == VERDICT_PASS ||
                item->verdict == VERDICT_DONE || item->verdict == VERDICT_UNTESTED ||
                item->verdict == VERDICT_UNSUPPORTED)
                continue;
            printf("  %-10s %-12s %-11s %s%s\n", verdict_word(item->verdict), weakest_failed_tier(item),
                   item->status == STATUS_WORD_OK ? "" : status_word(item->status), item->entry->id,
                   item->attempt == 2 ? "  (again, alone)" : "");
        }
    }
}

static void print_clauses(const struct plan *plan)
{
    for (size_t i = 0; i < plan->case_count;) {
        const char *clause = plan->cases[i]->test->clause;
        unsigned counts[VERDICT_COUNT] = { 0 };
        size_t next = i;
        while (next < plan->case_count && !strcmp(plan->cases[next]->test->clause, clause))
            ++next;
        for (size_t at = 0; at < plan->count; ++at)
            if (plan->items[at].ended && !strcmp(plan->items[at].entry->test->clause, clause))
                ++counts[plan->items[at].verdict];
        printf("  %-32s", clause);
        print_counts(counts);
        i = next;
    }
}

void print_summary(const struct session *session, uint64_t wall_us)
{
    const struct plan *plan = session->plan;
    unsigned counts[VERDICT_COUNT] = { 0 };
    size_t finished = 0;
    for (size_t i = 0; i < plan->count; ++i) {
        if (!plan->items[i].ended)
            continue;
        ++finished;
        ++counts[plan->items[i].verdict];
    }
    printf("\nclauses\n");
    print_clauses(plan);
    printf("\nnot as it should be\n");
    print_failures(plan);
    printf("\n%u of %u finished:", (unsigned)finished, (unsigned)plan->count);
    print_counts(counts);
    printf("%.1f s; at least %.1f s was necessary; seed %.0f\n", (double)wall_us / 1e6,
           (double)session->bound.total_us / 1e6, (double)session->options->seed);
    fflush(stdout);
}

/* ---- list
 * ----------------------------------------------------------------------------------------------------------------- */

static void list_words(struct text *json, const char *words)
{
    bool first = true;
    text_add(json, "[");
    for (const char *word = words ? words : ""; *word;) {
        size_t size = strcspn(word, " ");
        text_add(json, "%s\"%.*s\"", first ? "" : ",", (int)size, word);
        first = false;
        word += size + strspn(word + size, " ");
    }
    text_add(json, "]");
}

static void list_case(struct text *json, const struct case_entry *entry)
{
    static const enum tier tiers[] = { DOCUMENTED, IMPLIED, AMBIGUOUS, OBSERVED, CHARACTERISED };
    const struct test *test = entry->test;
    bool first = true;
    text_add(json, "{\"id\":\"%s\",\"clause\":\"%s\",\"suite\":\"%s\",\"tiers\":[", entry->id, test->clause,
             suite_of(test)->name);
    for (size_t i = 0; i < sizeof(tiers) / sizeof(tiers[0]); ++i) {
        if (!(test->tiers & (unsigned)tiers[i]))
            continue;
        text_add(json, "%s\"%s\"", first ? "" : ",", tier_name(tiers[i]));
        first = false;
    }
    text_add(json, "],\"supports\":");
    list_words(json, test->supports);
    text_add(json, ",\"needs\":");
    list_words(json, test->needs);
    text_add(json, ",\"class\":\"%s\",\"isolated\":%s,\"budget_ms\":%u}", class_name(test->class),
             test->isolated ? "true" : "false", budget_of(test));
}

void print_list(const struct case_entry *cases, size_t count, bool json)
{
    struct text text = { 0 };
    for (size_t i = 0; i < count; ++i) {
        if (json) {
            text_add(&text, i ? ",\n " : "[");
            list_case(&text, &cases[i]);
        } else {
            text_add(&text, "%-9s %s\n", class_name(cases[i].test->class), cases[i].id);
        }
    }
    text_add(&text, json ? "]\n" : "%u cases\n", (unsigned)count);
    fwrite(text.data, 1, text.length, stdout);
    fflush(stdout);
    text_free(&text);
}
