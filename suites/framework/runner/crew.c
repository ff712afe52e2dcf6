/* A child is believed as far as its lines go; deadlines, ends and verdicts are the parent's. */
#include "crew.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../paths.h"
#include "../registry.h"

#define MAX_RECORDS       20000u /* of one case; what comes on top is noise, so the count is wrong, so nothing passes */
#define READS_AT_A_TIME   64u    /* a child that floods its pipe does not keep us from the clock and the others */
#define START_DEADLINE_MS 20000u /* from the start of a child to its first line, and between two cases */
#define PROBE_BUDGET_MS   60000u /* each of its questions has a deadline of its own */
#define GONE_DEADLINE_MS  200u
#define DRAIN_DEADLINE_US 300000u
#define END_DEADLINE_MS   5000u

static uint64_t scaled_us(const struct session *session, unsigned milliseconds)
{
    return (uint64_t)(milliseconds * 1000.0 * session->options->timeout_scale);
}

void free_work(struct batch_work *work)
{
    free(work->items);
    free(work);
}

static struct run_item *current(const struct crew *crew)
{
    return crew->position < crew->work->count ? crew->work->items[crew->position] : NULL;
}

static void end_item(struct session *session, struct crew *crew, enum status status, const char *reason,
                     bool child_ended, DWORD exit_code)
{
    struct run_item *item = current(crew);
    if (!item->started) {
        item->started = true;
        item->start_us = now_us();
        record_start(session->recorder, item);
    }
    item->ended = true;
    item->status = status;
    item->duration_us = now_us() - item->start_us;
    item->verdict = overall_verdict(item);
    record_end(session->recorder, item, reason, child_ended, exit_code);
    ++crew->position;
    crew->running = false;
    crew->deadline_us = now_us() + scaled_us(session, START_DEADLINE_MS);
}

/* ---- starting
 * ----------------------------------------------------------------------------------------------------------- */

static bool fail_to_start(struct session *session, struct crew *crew, const char *why, DWORD error)
{
    struct text reason = { 0 };
    text_add(&reason, "\"reason\":\"no child: %s (error %lu)\"", why, error);
    while (current(crew))
        end_item(session, crew, STATUS_WORD_OK, reason.data, false, 0);
    text_free(&reason);
    crew->finished = true;
    return false;
}

static bool write_batch(const struct session *session, const struct crew *crew, HANDLE pipe, const char *no_console,
                        const WCHAR *path)
{
    struct text text = { 0 };
    write_batch_head(&text, session, pipe, crew->probing ? "probe" : "cases");
    text_add(&text, "go_on %" PRIX64 "\n", (uint64_t)(uintptr_t)crew->process.go_on);
    text_add(&text, "console %s\n", crew->console.handle ? "yes" : no_console);
    for (size_t i = 0; i < crew->work->count; ++i)
        text_add(&text, "case %u %u %s\n", (unsigned)i, crew->work->items[i]->repeat, crew->work->items[i]->entry->id);
    bool ok = write_whole_file(path, text.data, text.length);
    text_free(&text);
    return ok;
}

bool start_crew(struct session *session, struct crew *crew, struct batch_work *work)
{
    WCHAR path[MAX_PATH + 64];
    const char *no_console = "the child was started without one";
    crew->work = work;
    crew->started_us = now_us();
    crew->deadline_us = crew->started_us + scaled_us(session, crew->probing ? PROBE_BUDGET_MS : START_DEADLINE_MS);
    crew->line = malloc(FRAME_MAX_LINE + 1);
    if (!crew->line)
        return fail_to_start(session, crew, "out of memory", 0);
    if (work->console)
        no_console = open_console(&crew->console);
    unsigned number = ++session->children;
    HANDLE write_end = make_record_pipe(&crew->process, session->run, number);
    if (!write_end)
        return fail_to_start(session, crew, "no pipe for its records", GetLastError());
    swprintf(path, MAX_PATH + 64, L"%ls\\batch-%u", session->scratch, number);
    if (!write_batch(session, crew, write_end, no_console, path))
        return fail_to_start(session, crew, "its batch file cannot be written", GetLastError());
    if (!start_process(&crew->process, path, write_end, crew->console.handle ? &crew->console : NULL))
        return fail_to_start(session, crew, "CreateProcess failed", GetLastError());
    return true;
}

/* ---- lines
 * ---------------------------------------------------------------------------------------------------------------- */

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
    struct run_item *item = current(crew);
    item->started = true;
    item->start_us = now_us();
    crew->running = true;
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
    struct run_item *item = current(crew);
    char *end;
    unsigned long records = strtoul(frame->flags + 1, &end, 10);
    item->ending = frame->flags[0];
    item->lost_records = records != item->records;
    bool left_behind = has_left_processes(session, crew);
    end_item(session, crew, left_behind ? STATUS_WORD_LEFT_BEHIND : STATUS_WORD_OK,
             item->lost_records ? "\"reason\":\"the child counted other records than arrived\"" : frame->json, false,
             0);
    if (left_behind || item->lost_records || *end != 'k')
        crew->finished = true;
    else
        let_go_on(&crew->process);
}

static void take_finding(struct session *session, const struct frame *frame)
{
    struct findings *findings = &session->findings;
    if (frame->letter == 'J') {
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

static bool take_frame(struct session *session, struct crew *crew, const struct frame *frame)
{
    struct run_item *item = current(crew);
    if (crew->probing) {
        take_finding(session, frame);
        return true;
    }
    if (crew->finished || !item || frame->index != crew->position)
        return false;
    if (frame->letter == 'S' && !crew->running) {
        take_start(session, crew);
        return true;
    }
    if (!crew->running)
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
    struct run_item *item = crew->probing || crew->finished ? NULL : current(crew); /* the next is another child's */
    if (item)
        item->noise += size;
}

static void take_bytes(struct session *session, struct crew *crew, const char *data, size_t size)
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

/* ---- the end
 * ----------------------------------------------------------------------------------------------------------------- */

static struct batch_work *rest_of(const struct crew *crew)
{
    if (crew->position >= crew->work->count || crew->probing)
        return NULL;
    struct batch_work *rest = malloc(sizeof(*rest));
    size_t count = crew->work->count - crew->position;
    struct run_item **items = malloc(count * sizeof(struct run_item *));
    if (!rest || !items)
        abort();
    *rest = *crew->work;
    memcpy(items, crew->work->items + crew->position, count * sizeof(struct run_item *));
    rest->items = items;
    rest->count = count;
    rest->next = NULL;
    return rest;
}

/* The header says so; what was not asked counts as supported, and the cases tell. */
static void take_broken_probe(struct findings *findings, bool timed_out, DWORD code)
{
    text_add(&findings->capabilities,
             "%s{\"name\":\"a whole probe\",\"supported\":false,\"evidence\":\"the probe %s (exit code 0x%08lX) in "
             "the middle of a question; what it did not ask is taken as supported\"}",
             findings->capabilities.length ? "," : "", timed_out ? "hung and was ended" : "ended its process", code);
}

/* The child is to go, or has gone: its tree is ended, and the case that was running gets what happened to it. */
static void finish(struct session *session, struct crew *crew, bool timed_out)
{
    DWORD code = 0;
    count_noise(crew, crew->line_size); /* a record torn by its end */
    crew->line_size = 0;
    bool gone_before = crew->exit_seen_us != 0;
    bool ended = end_process(&crew->process, (DWORD)(scaled_us(session, END_DEADLINE_MS) / 1000), &code);
    if (crew->probing && session->findings.answered && !session->findings.complete)
        take_broken_probe(&session->findings, timed_out, code);
    if (crew->running && !timed_out)
        end_item(session, crew, ended ? STATUS_WORD_CRASH : STATUS_WORD_LEFT_BEHIND, NULL, true, code);
    else if (crew->running)
        end_item(session, crew, ended ? STATUS_WORD_TIMEOUT : STATUS_WORD_LEFT_BEHIND,
                 "\"reason\":\"not over within its time budget\"", false, 0);
    else if (!crew->probing && current(crew) &&
             !crew->finished) /* died or hung before it announced: this one is to blame */
        end_item(session, crew, timed_out ? STATUS_WORD_TIMEOUT : STATUS_WORD_CRASH,
                 "\"reason\":\"the child ended before it announced the case\"", gone_before, code);
    crew->finished = true;
}

static bool is_over(struct session *session, struct crew *crew)
{
    uint64_t now = now_us();
    if (crew->finished) {
        finish(session, crew, false);
        return true;
    }
    if (!crew->exit_seen_us && WaitForSingleObject(crew->process.process, 0) == WAIT_OBJECT_0)
        crew->exit_seen_us = now;
    /* After its end, what it wrote is read to the end; somebody else may hold the pipe, so not for ever. */
    if (crew->exit_seen_us && (crew->process.at_end || now > crew->exit_seen_us + DRAIN_DEADLINE_US)) {
        finish(session, crew, false);
        return true;
    }
    if (now > crew->deadline_us) {
        finish(session, crew, true);
        return true;
    }
    return false;
}

static void release_crew(struct crew *crew)
{
    forget_process(&crew->process);
    close_console(&crew->console);
    free(crew->line);
    crew->line = NULL;
}

struct batch_work *tend_crew(struct session *session, struct crew *crew)
{
    for (unsigned reads = 0; reads < READS_AT_A_TIME; ++reads) {
        DWORD size = read_records(&crew->process);
        if (!size)
            break;
        take_bytes(session, crew, crew->process.buffer, size);
    }
    if (!is_over(session, crew))
        return NULL;
    struct batch_work *rest = rest_of(crew);
    release_crew(crew);
    return rest;
}

void dismiss_crew(struct session *session, struct crew *crew)
{
    DWORD code;
    (void)session;
    end_process(&crew->process, 1000, &code);
    release_crew(crew);
}
