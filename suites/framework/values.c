/* check_* and note_*: a value becomes a V line. */
#include <stdio.h>
#include <string.h>

#include "case.h"
#include "frame.h"
#include "names.h"

#define MAX_TEXT 4096u /* of a text value, bytes or units; a longer one is cut, and says so */

struct value {
    const char *key;
    const char *type;
    enum tier tier;
    bool incomparable;
    const char *name;
    struct text json;    /* the value */
    struct text allowed; /* empty: not judged */
    struct text raw;     /* empty: the text was valid */
    bool met;
};

static void write_value(struct test_case *t, struct value *value)
{
    DWORD error = GetLastError();
    bool judged = value->allowed.length && value->tier != CHARACTERISED;
    need_new_key(t, value->key);
    if (judged)
        need_declared_tier(t, value->tier);

    struct text line = { 0 };
    text_add(&line, "\"key\":\"%s\",\"type\":\"%s\",\"value\":%s", value->key, value->type, value->json.data);
    if (value->name)
        text_add(&line, ",\"name\":\"%s\"", value->name);
    if (value->raw.length)
        text_add(&line, ",\"raw\":%s", value->raw.data);
    text_add(&line, ",\"comparable\":%s,\"tier\":\"%s\",\"allowed\":%s,\"met\":%s",
             value->incomparable || t->values_vary ? "false" : "true", tier_name(value->tier),
             judged ? value->allowed.data : "null", judged ? (value->met ? "true" : "false") : "null");
    char flags[3] = { tier_letter(value->tier), judged ? (value->met ? 'y' : 'n') : '-', 0 };
    send_frame('V', t->index, flags, &line);
    ++t->records;
    t->missed = t->missed || (judged && !value->met);

    text_free(&line);
    text_free(&value->json);
    text_free(&value->allowed);
    text_free(&value->raw);
    SetLastError(error);
}

static void write_number(struct text *json, uint64_t number, int hex_digits)
{
    if (hex_digits)
        json_hex(json, number, hex_digits);
    else
        json_integer(json, number);
}

/* Any number, judged against a set; hex_digits 0: written in decimal. */
static bool number(struct test_case *t, struct value value, uint64_t got, int hex_digits, struct allowed allowed)
{
    write_number(&value.json, got, hex_digits);
    for (size_t i = 0; i < allowed.count; ++i) {
        text_add(&value.allowed, i ? "," : "[");
        write_number(&value.allowed, allowed.values[i], hex_digits);
        value.met = value.met || allowed.values[i] == got;
    }
    if (allowed.count)
        text_add(&value.allowed, "]");
    write_value(t, &value);
    return value.met;
}

static const struct allowed unjudged;

bool has_missed(const struct test_case *t)
{
    return t->missed;
}

void values_vary(struct test_case *t, bool vary)
{
    t->values_vary = vary;
}

/* ---- judged ----------------------------------------------------------------------------------------------------- */

bool check_bool(struct test_case *t, enum tier tier, const char *key, bool got, bool allowed)
{
    struct value value = { .key = key, .type = "bool", .tier = tier, .met = got == allowed };
    text_add(&value.json, got ? "true" : "false");
    text_add(&value.allowed, "[%s]", allowed ? "true" : "false");
    write_value(t, &value);
    return value.met;
}

bool check_error(struct test_case *t, enum tier tier, const char *key, DWORD got, struct allowed allowed)
{
    struct value value = { .key = key, .type = "win32_error", .tier = tier, .name = win32_error_name(got) };
    return number(t, value, got, 0, allowed);
}

bool check_ntstatus(struct test_case *t, enum tier tier, const char *key, LONG got, struct allowed allowed)
{
    struct value value = { .key = key, .type = "ntstatus", .tier = tier, .name = ntstatus_name(got) };
    return number(t, value, (uint32_t)got, 8, allowed);
}

bool check_rpc_status(struct test_case *t, enum tier tier, const char *key, LONG got, struct allowed allowed)
{
    struct value value = { .key = key, .type = "rpc_status", .tier = tier, .name = rpc_status_name(got) };
    return number(t, value, (uint32_t)got, 0, allowed);
}

bool check_exception(struct test_case *t, enum tier tier, const char *key, DWORD got, struct allowed allowed)
{
    struct value value = { .key = key, .type = "exception", .tier = tier, .name = exception_name(got) };
    return number(t, value, got, 8, allowed);
}

bool check_bytes(struct test_case *t, enum tier tier, const char *key, uint64_t got, struct allowed allowed)
{
    struct value value = { .key = key, .type = "bytes", .tier = tier };
    return number(t, value, got, 0, allowed);
}

bool check_count(struct test_case *t, enum tier tier, const char *key, uint64_t got, struct allowed allowed)
{
    struct value value = { .key = key, .type = "count", .tier = tier };
    return number(t, value, got, 0, allowed);
}

bool check_not_error(struct test_case *t, enum tier tier, const char *key, DWORD got, DWORD forbidden)
{
    char not_key[128];
    note_error(t, key, got);
    snprintf(not_key, sizeof(not_key), "%s.was_set", key);
    return check_bool(t, tier, not_key, got != forbidden, true);
}

bool check_not_rpc_status(struct test_case *t, enum tier tier, const char *key, LONG got, LONG forbidden)
{
    char not_key[128];
    note_rpc_status(t, key, got);
    snprintf(not_key, sizeof(not_key), "%s.is_other", key);
    return check_bool(t, tier, not_key, got != forbidden, true);
}

bool check_outcome(struct test_case *t, enum tier tier, const char *key, const char *got, const char *allowed)
{
    struct value value = { .key = key, .type = "outcome", .tier = tier };
    json_string(&value.json, got, strlen(got));
    for (const char *word = allowed; *word;) {
        size_t size = strcspn(word, "|");
        text_add(&value.allowed, word == allowed ? "[" : ",");
        json_string(&value.allowed, word, size);
        value.met = value.met || (strlen(got) == size && !memcmp(got, word, size));
        word += size + (word[size] == '|');
    }
    text_add(&value.allowed, "]");
    write_value(t, &value);
    return value.met;
}

bool check_elapsed(struct test_case *t, enum tier tier, const char *key, uint64_t got_us, uint64_t min_us,
                   uint64_t max_us)
{
    struct value value = { .key = key, .type = "elapsed_us", .tier = tier, .incomparable = true };
    uint64_t max = (uint64_t)((double)max_us * (child.timeout_scale > 1 ? child.timeout_scale : 1));
    json_integer(&value.json, got_us);
    text_add(&value.allowed, "{\"min\":");
    json_integer(&value.allowed, min_us);
    bool bounded = max <= JSON_EXACT_INTEGER;
    text_add(&value.allowed, ",\"max\":");
    if (bounded)
        json_integer(&value.allowed, max);
    else
        text_add(&value.allowed, "null");
    text_add(&value.allowed, "}");
    value.met = got_us >= min_us && (!bounded || got_us <= max);
    write_value(t, &value);
    return value.met;
}

/* ---- recorded -----------------------------------------------------------------------------------------------------
 */

void note_bool(struct test_case *t, const char *key, bool got)
{
    struct value value = { .key = key, .type = "bool", .tier = CHARACTERISED };
    text_add(&value.json, got ? "true" : "false");
    write_value(t, &value);
}

void note_error(struct test_case *t, const char *key, DWORD got)
{
    check_error(t, CHARACTERISED, key, got, unjudged);
}

void note_ntstatus(struct test_case *t, const char *key, LONG got)
{
    check_ntstatus(t, CHARACTERISED, key, got, unjudged);
}

void note_rpc_status(struct test_case *t, const char *key, LONG got)
{
    check_rpc_status(t, CHARACTERISED, key, got, unjudged);
}

void note_exception(struct test_case *t, const char *key, DWORD got)
{
    check_exception(t, CHARACTERISED, key, got, unjudged);
}

void note_bytes(struct test_case *t, const char *key, uint64_t got)
{
    check_bytes(t, CHARACTERISED, key, got, unjudged);
}

void note_count(struct test_case *t, const char *key, uint64_t got)
{
    check_count(t, CHARACTERISED, key, got, unjudged);
}

static void note_incomparable(struct test_case *t, const char *key, const char *type, uint64_t got, int hex_digits)
{
    struct value value = { .key = key, .type = type, .tier = CHARACTERISED, .incomparable = true };
    number(t, value, got, hex_digits, unjudged);
}

void note_attempts(struct test_case *t, const char *key, uint64_t got)
{
    note_incomparable(t, key, "count", got, 0);
}

void note_elapsed(struct test_case *t, const char *key, uint64_t us)
{
    note_incomparable(t, key, "elapsed_us", us, 0);
}

void note_handle(struct test_case *t, const char *key, HANDLE got)
{
    note_incomparable(t, key, "handle", (uintptr_t)got, 1);
}

void note_access(struct test_case *t, const char *key, DWORD got)
{
    struct value value = { .key = key, .type = "access_mask", .tier = CHARACTERISED };
    number(t, value, got, 8, unjudged);
}

void note_outcome(struct test_case *t, const char *key, const char *got)
{
    struct value value = { .key = key, .type = "outcome", .tier = CHARACTERISED };
    json_string(&value.json, got, strlen(got));
    write_value(t, &value);
}

void note_data(struct test_case *t, const char *key, const void *data, size_t size)
{
    struct value value = { .key = key, .type = "text", .tier = CHARACTERISED };
    size_t kept = size > MAX_TEXT ? MAX_TEXT : size;
    if (!json_string(&value.json, data, kept))
        json_hex_bytes(&value.raw, data, kept);
    if (kept < size)
        value.name = "cut";
    write_value(t, &value);
}

void note_text(struct test_case *t, const char *key, const char *utf8)
{
    note_data(t, key, utf8, strlen(utf8));
}

void note_wide(struct test_case *t, const char *key, const WCHAR *text, size_t units)
{
    struct value value = { .key = key, .type = "text", .tier = CHARACTERISED };
    size_t kept = units > MAX_TEXT ? MAX_TEXT : units;
    if (!json_wide_string(&value.json, text, kept))
        json_hex_bytes(&value.raw, text, kept * sizeof(*text));
    if (kept < units)
        value.name = "cut";
    write_value(t, &value);
}
