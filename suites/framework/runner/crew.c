/* The life of a child: its deadlines, its end and whose fault that was. */
#include "crew.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../paths.h"

#define READS_AT_A_TIME   64u /* a child that floods its pipe does not keep us from the clock and the others */
#define START_ATTEMPTS    20u /* a case may have used up for a moment what a start needs */
#define START_PAUSE_MS    100u
#define DRAIN_DEADLINE_US 300000u
#define END_DEADLINE_MS   5000u

uint64_t scaled_us(const struct session *session, unsigned milliseconds)
{
    return (uint64_t)(milliseconds * 1000.0 * session->options->timeout_scale);
}

void free_work(struct batch_work *work)
{
    free(work->items);
    free(work);
}

struct run_item *current_item(const struct crew *crew)
{
    return crew->position < crew->work->count ? crew->work->items[crew->position] : NULL;
}

static void end_item(struct session *session, struct crew *crew, enum status status, const char *reason,
                     bool child_ended, DWORD exit_code)
{
    struct run_item *item = current_item(crew);
    if (!item->started) {
        item->started = true;
        item->start_us = now_us();
        record_start(session->recorder, item);
    }
    item->ended = true;
    item->status = status;
    if (crew->state != CASE_LEAVES)
        item->duration_us = now_us() - item->start_us;
    item->verdict = overall_verdict(item);
    record_end(session->recorder, item, reason, child_ended, exit_code);
    ++crew->position;
    crew->state = CASE_AWAITED;
    crew->deadline_us = now_us() + scaled_us(session, START_DEADLINE_MS);
}

void settle_item(struct session *session, struct crew *crew, enum status status, bool child_ended, DWORD exit_code)
{
    end_item(session, crew, status, crew->reason.data, child_ended, exit_code);
    crew->reason.length = 0;
}

/* ---- starting
 * ----------------------------------------------------------------------------------------------------------- */

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

static void release_crew(struct crew *crew)
{
    forget_process(&crew->process);
    close_console(&crew->console);
    text_free(&crew->reason);
    free(crew->line);
    crew->line = NULL;
}

/* NULL, or what failed, with the last error. */
static const char *try_to_start(struct session *session, struct crew *crew)
{
    WCHAR path[MAX_PATH + 64];
    const char *no_console = "the child was started without one";
    crew->started_us = now_us();
    crew->deadline_us = crew->started_us + scaled_us(session, START_DEADLINE_MS);
    crew->line = malloc(FRAME_MAX_LINE + 1);
    if (!crew->line)
        return "memory for it";
    if (crew->work->console)
        no_console = open_console(&crew->console);
    unsigned number = session->children + 1;
    HANDLE write_end = make_record_pipe(&crew->process, session->run, number);
    if (!write_end)
        return "the pipe for its records";
    swprintf(path, MAX_PATH + 64, L"%ls" PATH_SEPARATOR L"batch-%u", session->scratch, number);
    if (!write_batch(session, crew, write_end, no_console, path)) {
        DWORD error = GetLastError();
        CloseHandle(write_end);
        SetLastError(error);
        return "writing its batch file";
    }
    if (!start_process(&crew->process, path, write_end, crew->console.handle ? &crew->console : NULL))
        return "CreateProcess";
    ++session->children;
    return NULL;
}

struct crew *start_crew(struct session *session, struct batch_work *work, bool probing)
{
    for (unsigned attempt = 1; !session->stopped; ++attempt) {
        struct crew *crew = calloc(1, sizeof(*crew));
        if (!crew)
            abort();
        crew->work = work;
        crew->probing = probing;
        const char *failed = try_to_start(session, crew);
        DWORD error = GetLastError();
        if (!failed)
            return crew;
        free_crew(crew);
        if (attempt == START_ATTEMPTS) {
            snprintf(session->broken, sizeof(session->broken), "no child can be started: %s failed (error %lu)", failed,
                     (unsigned long)error);
            break;
        }
        WaitForSingleObject(GetCurrentThread(), START_PAUSE_MS); /* signalled never: a pause */
    }
    return NULL;
}

void free_crew(struct crew *crew)
{
    if (crew->line)
        release_crew(crew);
    if (!crew->process.is_reading)
        free(crew);
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
             findings->capabilities.length ? "," : "", timed_out ? "hung and was ended" : "ended its process",
             (unsigned long)code);
}

/* The case was over, and the child did not get to the next one. It has nothing to do in between, so it ended well only
 * if there was no next one. Else something that the case left behind ended it. */
static void settle_last(struct session *session, struct crew *crew, bool timed_out, DWORD code)
{
    bool was_last = crew->position + 1 == crew->work->count;
    if (timed_out)
        settle_item(session, crew, STATUS_WORD_TIMEOUT, false, 0);
    else if (was_last && !code)
        settle_item(session, crew, STATUS_WORD_OK, false, 0);
    else
        settle_item(session, crew, STATUS_WORD_CRASH, true, code);
}

/* The child is to go, or has gone: its tree is ended, and the case that was running gets what happened to it. */
static void finish(struct session *session, struct crew *crew, bool timed_out)
{
    DWORD code = 0;
    take_torn_line(crew);
    bool gone_before = crew->exit_seen_us != 0;
    bool ended = end_process(&crew->process, (DWORD)(scaled_us(session, END_DEADLINE_MS) / 1000), &code);
    if (crew->probing && session->findings.answered && !session->findings.complete)
        take_broken_probe(&session->findings, timed_out, code);
    if (crew->state == CASE_LEAVES)
        settle_last(session, crew, timed_out, code);
    else if (crew->state == CASE_RUNS && !timed_out)
        end_item(session, crew, ended ? STATUS_WORD_CRASH : STATUS_WORD_LEFT_BEHIND, NULL, true, code);
    else if (crew->state == CASE_RUNS)
        end_item(session, crew, ended ? STATUS_WORD_TIMEOUT : STATUS_WORD_LEFT_BEHIND,
                 "\"reason\":\"not over within its time budget\"", false, 0);
    else if (!crew->probing && current_item(crew) &&
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
    return rest_of(crew);
}

void dismiss_crew(struct session *session, struct crew *crew)
{
    DWORD code;
    (void)session;
    end_process(&crew->process, 1000, &code);
}
