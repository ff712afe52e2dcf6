/* What a child writes: believed as far as its lines go. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../registry.h"
#include "crew.h"

#define MAX_RECORDS      5000u /* of one case; what comes on top is noise, so the count is wrong, so nothing passes */
#define GONE_DEADLINE_MS 200u

static unsigned tier_of_letter(char letter)
{
    static const enum tier tiers[] = { DOCUMENTED, IMPLIED, AMBIGUOUS, OBSERVED, CHARACTERISED };
    for (size_t i = 0; i < sizeof(tiers) / sizeof(tiers[0]); ++i)
        if (tier_name(tiers[i])[0] == letter)
            return (unsigned)tiers[i];
    return 0;
}

static void take_judgements(struct run_item *item, const char *flags)
{
    for (; flags[0] && flags[0] != '-' && flags[1]; flags += 2) {
        unsigned tier = tier_of_letter(flags[0]);
        item->seen |= tier;
        if (flags[1] == 'y' || flags[1] == 'n')
            item->judged |= tier;
        if (flags[1] == 'n')
            item->missed |= tier;
    }
}

static void take_start(struct session *session, struct crew *crew)
{
    if (crew->state == CASE_LEAVES)
        settle_item(session, crew, STATUS_WORD_OK, false, 0);
    struct run_item *item = current_item(crew);
    item->started = true;
    item->start_us = now_us();
    crew->state = CASE_RUNS;
    crew->deadline_us = item->start_us + scaled_us(session, budget_of(item->entry->test));
    record_start(session->recorder, item);
}

/* A process that the case started and left would hold our pipe and the machine. The child waits until we have looked,
 * so it is not one of its next case; one that is ending gets the time to be gone. */
static bool has_left_processes(const struct session *session, const struct crew *crew)
{
    uint64_t deadline = now_us() + scaled_us(session, GONE_DEADLINE_MS);
    while (processes_alive(&crew->process) > 1) {
        if (now_us() > deadline)
            return true;
        WaitForSingleObject(GetCurrentThread(), 1); /* signalled never: a pause between two looks */
    }
    return false;
}

static void take_end(struct session *session, struct crew *crew, const struct frame *frame)
{
    struct run_item *item = current_item(crew);
    char *end;
    unsigned long records = strtoul(frame->flags + 1, &end, 10);
    item->ending = frame->flags[0];
    item->lost_records = records != item->records;
    item->duration_us = now_us() - item->start_us;
    crew->state = CASE_LEAVES;
    crew->deadline_us = now_us() + scaled_us(session, START_DEADLINE_MS);
    text_add(&crew->reason, "%s",
             item->lost_records ? "\"reason\":\"the child counted other records than arrived\"" : frame->json);
    bool left_behind = has_left_processes(session, crew);
    if (left_behind || item->lost_records || *end != 'k') {
        settle_item(session, crew, left_behind ? STATUS_WORD_LEFT_BEHIND : STATUS_WORD_OK, false, 0);
        crew->finished = true;
    } else {
        let_go_on(&crew->process);
    }
}

static void take_finding(struct session *session, const struct frame *frame)
{
    struct findings *findings = &session->findings;
    if (frame->letter == 'J' && !findings->answered) {
        if (strcmp(frame->flags, "refused")) {
            text_add_bytes(&findings->program, frame->json, frame->json_size);
            findings->answered = true;
        } else {
            snprintf(findings->refusal, sizeof(findings->refusal), "%s", frame->json);
        }
    } else if (frame->letter == 'P' && !strcmp(frame->flags, "end")) {
        findings->complete = true;
    } else if (frame->letter == 'P') {
        text_add(&findings->capabilities, "%s%s", findings->capabilities.length ? "," : "", frame->json);
        const char *name = strstr(frame->json, "\"name\":\"");
        const char *why = strstr(frame->json, "\"evidence\":\"");
        if (frame->flags[0] == 'n' && name && why) {
            name += 8;
            why += 12;
            text_add(&findings->missing, "missing %.*s %.*s\n", (int)strcspn(name, "\""), name, (int)strcspn(why, "\""),
                     why);
        }
    }
}

/* Whether the child may announce the item with that index now. */
static bool is_next(const struct crew *crew, unsigned index)
{
    size_t next = crew->position + (crew->state == CASE_LEAVES);
    return crew->state != CASE_RUNS && index == next && next < crew->work->count;
}

static bool take_frame(struct session *session, struct crew *crew, const struct frame *frame)
{
    struct run_item *item = current_item(crew);
    if (crew->probing) {
        take_finding(session, frame);
        crew->deadline_us = now_us() + scaled_us(session, START_DEADLINE_MS);
        return true;
    }
    if (crew->finished || !item)
        return false;
    if (frame->letter == 'S' && is_next(crew, frame->index)) {
        take_start(session, crew);
        return true;
    }
    if (crew->state != CASE_RUNS || frame->index != crew->position)
        return false;
    if (!json_is_members(frame->json, frame->json_size))
        return false;
    if (frame->letter == 'V' || frame->letter == 'H') {
        if (item->records == MAX_RECORDS)
            return false;
        take_judgements(item, frame->flags);
        ++item->records;
        record_from_child(session->recorder, frame->letter == 'V' ? "value" : "histogram", item, frame->json,
                          frame->json_size);
        return true;
    }
    if (frame->letter == 'F' && strchr("nuxt", frame->flags[0])) {
        take_end(session, crew, frame);
        return true;
    }
    return false;
}

static void count_noise(struct crew *crew, size_t size)
{
    struct run_item *item =
        crew->probing || crew->finished ? NULL : current_item(crew); /* the next is another child's */
    if (item)
        item->noise += size;
}

void take_bytes(struct session *session, struct crew *crew, const char *data, size_t size)
{
    while (size) {
        const char *newline = memchr(data, '\n', size);
        size_t part = newline ? (size_t)(newline - data) : size;
        if (crew->line_size + part > FRAME_MAX_LINE) {
            count_noise(crew, crew->line_size);
            crew->line_size = 0;
            crew->skipping = true;
        }
        if (crew->skipping) {
            count_noise(crew, part);
        } else {
            memcpy(crew->line + crew->line_size, data, part);
            crew->line_size += part;
        }
        if (newline) {
            struct frame frame;
            size_t whole = crew->line_size;
            if (!crew->skipping && whole &&
                !(frame_read(crew->line, whole, &frame) && take_frame(session, crew, &frame)))
                count_noise(crew, whole + 1);
            crew->line_size = 0;
            crew->skipping = false;
            ++part;
        }
        data += part;
        size -= part;
    }
}

void take_torn_line(struct crew *crew)
{
    count_noise(crew, crew->line_size);
    crew->line_size = 0;
}
