#include "storm.h"

#include <stdio.h>
#include <string.h>

#include "case.h"

#define MAX_TUPLES   64
#define MAX_STORM_US UINT64_C(1500000)

struct tuple {
    char words[STORM_FIELDS][32];
    unsigned count;
};

struct storm {
    struct test_case *t;
    const char *key;
    const char *const *fields;
    const struct outcome_rule *rules;
    size_t rule_count;
    enum tier tier;
    size_t field_count;
    struct tuple tuples[MAX_TUPLES];
    size_t tuple_count;
    unsigned trials;
    uint64_t start_us;
};

struct storm *begin_storm(struct test_case *t, const char *key, const char *const *fields,
                          const struct outcome_rule *rules, size_t rule_count, enum tier tier)
{
    need(t, rules && rule_count, "a storm without rules");
    struct storm *storm = memory_of_case(t, sizeof(*storm));
    storm->t = t;
    storm->key = key;
    storm->fields = fields;
    storm->rules = rules;
    storm->rule_count = rule_count;
    storm->tier = tier;
    storm->start_us = now_us();
    while (storm->field_count < STORM_FIELDS && fields[storm->field_count])
        ++storm->field_count;
    return storm;
}

bool is_storm_over(const struct storm *storm, unsigned trials)
{
    return storm->trials >= trials || now_us() - storm->start_us > MAX_STORM_US;
}

static bool is_same(const struct storm *storm, const struct tuple *tuple, const char *const *words)
{
    for (size_t i = 0; i < storm->field_count; ++i)
        if (strcmp(tuple->words[i], words[i]))
            return false;
    return true;
}

void count_outcome(struct storm *storm, const char *const *words)
{
    size_t i = 0;
    while (i < storm->tuple_count && !is_same(storm, &storm->tuples[i], words))
        ++i;
    if (i == MAX_TUPLES)
        unresolved(storm->t, "more than %d different outcomes in %s", MAX_TUPLES, storm->key);
    if (i == storm->tuple_count) {
        for (size_t field = 0; field < storm->field_count; ++field)
            snprintf(storm->tuples[i].words[field], sizeof(storm->tuples[i].words[field]), "%s", words[field]);
        ++storm->tuple_count;
    }
    ++storm->tuples[i].count;
    ++storm->trials;
}

/* The index of the first rule that is about such an outcome; rule_count: none is. */
static size_t rule_for(const struct storm *storm, const struct tuple *tuple)
{
    size_t rule = 0;
    for (; rule < storm->rule_count; ++rule) {
        size_t field = 0;
        while (field < storm->field_count && (!strcmp(storm->rules[rule].fields[field], "*") ||
                                              !strcmp(storm->rules[rule].fields[field], tuple->words[field])))
            ++field;
        if (field == storm->field_count)
            break;
    }
    return rule;
}

static void write_outcome(struct text *json, const struct storm *storm, const char *const *words, unsigned count,
                          enum grade grade, enum tier tier, const char *why)
{
    static const char *const grades[] = { "ACCEPTABLE", "INTERESTING", "FORBIDDEN" };
    text_add(json, "{\"outcome\":[");
    for (size_t field = 0; field < storm->field_count; ++field) {
        text_add(json, field ? "," : "");
        json_string(json, words[field], strlen(words[field]));
    }
    text_add(json, "],\"count\":%u,\"grade\":\"%s\",\"tier\":\"%s\",\"why\":", count, grades[grade], tier_name(tier));
    json_string(json, why, strlen(why));
    text_add(json, "}");
}

static unsigned judged_tiers(const struct storm *storm)
{
    unsigned tiers = (unsigned)storm->tier;
    for (size_t rule = 0; rule < storm->rule_count; ++rule)
        if (storm->rules[rule].grade == FORBIDDEN)
            tiers |= (unsigned)storm->rules[rule].tier;
    for (unsigned tier = DOCUMENTED; tier <= CHARACTERISED; tier <<= 1)
        if (tiers & tier)
            need_declared_tier(storm->t, (enum tier)tier);
    return tiers;
}

void end_storm(struct storm *storm)
{
    struct outcome_rule no_rule = { .grade = FORBIDDEN, .tier = storm->tier, .why = "no row of the table allows it" };
    struct text json = { 0 };
    unsigned missed = 0;
    need_new_key(storm->t, storm->key);
    unsigned judged = storm->trials ? judged_tiers(storm) : 0;
    text_add(&json, "\"key\":\"%s\",\"fields\":[", storm->key);
    for (size_t field = 0; field < storm->field_count; ++field) {
        text_add(&json, field ? "," : "");
        json_string(&json, storm->fields[field], strlen(storm->fields[field]));
    }
    text_add(&json, "],\"tier\":\"%s\",\"trials\":%u,\"outcomes\":[", tier_name(storm->tier), storm->trials);
    for (size_t i = 0; i < storm->tuple_count; ++i) {
        const struct tuple *tuple = &storm->tuples[i];
        size_t index = rule_for(storm, tuple);
        const struct outcome_rule *rule = index < storm->rule_count ? &storm->rules[index] : &no_rule;
        const char *words[STORM_FIELDS];
        for (size_t field = 0; field < storm->field_count; ++field)
            words[field] = tuple->words[field];
        text_add(&json, i ? "," : "");
        write_outcome(&json, storm, words, tuple->count, rule->grade, rule->tier, rule->why);
        if (rule->grade == FORBIDDEN)
            missed |= (unsigned)rule->tier;
    }
    for (size_t rule = 0; rule < storm->rule_count; ++rule) { /* never seen: coverage, shown with a count of 0 */
        bool seen = false;
        for (size_t i = 0; i < storm->tuple_count; ++i)
            seen = seen || rule_for(storm, &storm->tuples[i]) == rule;
        if (seen)
            continue;
        text_add(&json, rule || storm->tuple_count ? "," : "");
        write_outcome(&json, storm, storm->rules[rule].fields, 0, storm->rules[rule].grade, storm->rules[rule].tier,
                      storm->rules[rule].why);
    }
    text_add(&json, "]");

    char flags[16] = "-";
    size_t at = 0;
    static const enum tier tiers[] = { DOCUMENTED, IMPLIED, AMBIGUOUS, OBSERVED };
    for (size_t i = 0; i < sizeof(tiers) / sizeof(tiers[0]); ++i) {
        if (judged & (unsigned)tiers[i]) {
            flags[at++] = tier_letter(tiers[i]);
            flags[at++] = missed & (unsigned)tiers[i] ? 'n' : 'y';
            flags[at] = 0;
        }
    }
    send_frame('H', storm->t->index, flags, &json);
    ++storm->t->records;
    text_free(&json);
}
