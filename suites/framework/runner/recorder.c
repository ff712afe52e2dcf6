#include "recorder.h"

#include <inttypes.h>
#include <string.h>

bool open_recorder(struct recorder *recorder, const WCHAR *path)
{
    memset(recorder, 0, sizeof(*recorder));
    recorder->start_us = now_us();
    recorder->file = INVALID_HANDLE_VALUE;
    if (!path)
        return true;
    recorder->file = CreateFileW(path, GENERIC_WRITE, FILE_SHARE_READ, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
    recorder->error = GetLastError();
    return recorder->file != INVALID_HANDLE_VALUE;
}

void record_line(struct recorder *recorder, const struct text *line)
{
    text_add_bytes(&recorder->pending, line->data, line->length);
    text_add_bytes(&recorder->pending, "\n", 1);
}

static void begin(struct text *text, const char *record, const struct run_item *item)
{
    text_add(text, "{\"record\":\"%s\",\"case\":\"%s\",\"repeat\":%u,\"attempt\":%u", record, item->entry->id,
             item->repeat, item->attempt);
}

void record_start(struct recorder *recorder, const struct run_item *item)
{
    begin(&recorder->pending, "start", item);
    text_add(&recorder->pending, ",\"at_us\":%" PRIu64 "}\n", item->start_us - recorder->start_us);
}

void record_from_child(struct recorder *recorder, const char *record, const struct run_item *item, const char *members,
                       size_t size)
{
    begin(&recorder->pending, record, item);
    text_add_bytes(&recorder->pending, ",", 1);
    text_add_bytes(&recorder->pending, members, size);
    text_add_bytes(&recorder->pending, "}\n", 2);
}

static void record_verdict(struct recorder *recorder, const struct run_item *item, const char *reason)
{
    static const enum tier tiers[] = { DOCUMENTED, IMPLIED, AMBIGUOUS, OBSERVED, CHARACTERISED };
    bool first = true;
    begin(&recorder->pending, "verdict", item);
    text_add(&recorder->pending, ",\"verdict\":\"%s\",\"tiers\":{", verdict_word(item->verdict));
    for (size_t i = 0; i < sizeof(tiers) / sizeof(tiers[0]); ++i) {
        if (!((item->judged | item->seen) & (unsigned)tiers[i]))
            continue;
        text_add(&recorder->pending, "%s\"%s\":\"%s\"", first ? "" : ",", tier_name(tiers[i]),
                 verdict_word(tier_verdict(item, tiers[i])));
        first = false;
    }
    text_add(&recorder->pending, "},%s}\n", reason ? reason : "\"reason\":null");
}

void record_end(struct recorder *recorder, const struct run_item *item, const char *reason, bool child_ended,
                DWORD exit_code)
{
    struct text *text = &recorder->pending;
    record_verdict(recorder, item, reason);
    begin(text, "end", item);
    text_add(text, ",\"status\":\"%s\",\"exception\":", status_word(item->status));
    bool is_exception = child_ended && exit_code >= 0x80000000u;
    if (is_exception)
        json_hex(text, exit_code, 8);
    else
        text_add(text, "null");
    text_add(text, ",\"exit_code\":");
    if (child_ended)
        json_hex(text, exit_code, 8);
    else
        text_add(text, "null");
    text_add(text, ",\"duration_us\":%" PRIu64 ",\"noise\":%" PRIu64 "}\n", item->duration_us, item->noise);
}

bool flush_recorder(struct recorder *recorder)
{
    struct text *text = &recorder->pending;
    size_t at = 0;
    while (recorder->file != INVALID_HANDLE_VALUE && !recorder->failed && at < text->length) {
        DWORD written = 0;
        if (!WriteFile(recorder->file, text->data + at, (DWORD)(text->length - at), &written, NULL) || !written) {
            recorder->failed = true;
            recorder->error = GetLastError();
        }
        at += written;
    }
    text->length = 0;
    return !recorder->failed;
}

void close_recorder(struct recorder *recorder)
{
    flush_recorder(recorder);
    if (recorder->file != INVALID_HANDLE_VALUE)
        CloseHandle(recorder->file);
    recorder->file = INVALID_HANDLE_VALUE;
    text_free(&recorder->pending);
}
