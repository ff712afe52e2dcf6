/* wincancel: every suite and their runner in one program. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "../batch.h"
#include "../case.h"
#include "../fingerprint.h"
#include "../implementation.h"
#include "../paths.h"
#include "exit_codes.h"
#include "summary.h"
#include "version.h"

static struct session session;

static BOOL WINAPI stop(DWORD event)
{
    (void)event;
    InterlockedExchange(&session.stopped, 1);
    return TRUE;
}

static void name_run(char *name, size_t size)
{
    LARGE_INTEGER counter;
    FILETIME time;
    QueryPerformanceCounter(&counter);
    GetSystemTimeAsFileTime(&time);
    snprintf(name, size, "%08lx%05lx%04lx", (unsigned long)(time.dwLowDateTime ^ time.dwHighDateTime << 3),
             counter.LowPart & 0xFFFFFul, GetCurrentProcessId() & 0xFFFFul);
}

static void record_header(struct recorder *recorder)
{
    const struct options *options = session.options;
    struct text line = { 0 };
    SYSTEMTIME now;
    GetSystemTime(&now);
    text_add(&line, "{\"record\":\"header\",\"schema\":1,\"suite_version\":\"%s\",\"build\":\"%s\",\"run\":\"%s\",",
             WINCANCEL_VERSION, WINCANCEL_BUILD, session.run);
    text_add(&line, "\"abi\":\"%s\",\"seed\":%" PRIu64 ",\"started\":\"%04u-%02u-%02uT%02u:%02u:%02uZ\",",
             WINCANCEL_ABI, options->seed, now.wYear, now.wMonth, now.wDay, now.wHour, now.wMinute, now.wSecond);
    text_add(&line, "\"plan\":{\"cases\":[");
    for (size_t i = 0; i < session.plan->case_count; ++i)
        text_add(&line, "%s\"%s\"", i ? "," : "", session.plan->cases[i]->id);
    text_add(&line, "],\"repeat\":%u,\"shard\":[%u,%u]},", options->repeat, options->shard, options->shards);
    text_add(&line, "\"options\":{\"jobs\":%u,\"timeout_scale\":%g,\"shuffle\":%s,\"data\":{", session.jobs,
             options->timeout_scale, options->shuffle ? "true" : "false");
    for (unsigned i = 0; i < options->data.count; ++i) {
        const char *value = strchr(options->data.value[i], '=');
        text_add(&line, i ? "," : "");
        json_string(&line, options->data.value[i], (size_t)(value - options->data.value[i]));
        text_add(&line, ":");
        json_string(&line, value + 1, strlen(value + 1));
    }
    /* The child's description is "target":{...},"functions":[...]; the second is a member of "subject". */
    char *functions = strstr(session.findings.program.data, ",\"functions\":");
    *functions = 0;
    text_add(&line, "}},%s,\"subject\":{\"library\":", session.findings.program.data);
    if (options->subject)
        json_string(&line, options->subject, strlen(options->subject));
    else
        text_add(&line, "null");
    const char *fault = options->subject ? getenv("WINCANCEL_FAULT") : NULL; /* see fixtures/reference/faults.h */
    if (fault && *fault) {
        text_add(&line, ",\"fault\":");
        json_string(&line, fault, strlen(fault));
    }
    text_add(&line, ",%s},\"capabilities\":[%s]}", functions + 1,
             session.findings.capabilities.data ? session.findings.capabilities.data : "");
    record_line(recorder, &line);
    text_free(&line);
}

static void record_footer(struct recorder *recorder, uint64_t wall_us)
{
    struct text line = { 0 };
    unsigned verdicts[VERDICT_COUNT] = { 0 }, statuses[STATUS_WORD_COUNT] = { 0 };
    unsigned finished = 0;
    bool first = true;
    for (size_t i = 0; i < session.plan->count; ++i) {
        const struct run_item *item = &session.plan->items[i];
        finished += item->ended;
        verdicts[item->verdict] += item->ended;
        statuses[item->status] += item->ended;
    }
    text_add(&line, "{\"record\":\"footer\",\"planned\":%u,\"finished\":%u,\"verdicts\":{",
             (unsigned)session.plan->count, finished);
    for (int verdict = 0; verdict < VERDICT_COUNT; ++verdict) {
        if (!verdicts[verdict])
            continue;
        text_add(&line, "%s\"%s\":%u", first ? "" : ",", verdict_word((enum verdict)verdict), verdicts[verdict]);
        first = false;
    }
    text_add(&line, "},\"statuses\":{");
    first = true;
    for (int status = 0; status < STATUS_WORD_COUNT; ++status) {
        if (!statuses[status])
            continue;
        text_add(&line, "%s\"%s\":%u", first ? "" : ",", status_word((enum status)status), statuses[status]);
        first = false;
    }
    text_add(&line, "},\"children\":%u,\"lower_bound_us\":%" PRIu64 ",\"wall_us\":%" PRIu64, session.children,
             session.bound.total_us, wall_us);
    text_add(&line,
             ",\"bound\":{\"longest_wait_us\":%" PRIu64 ",\"shared_us\":%" PRIu64 ",\"exclusive_us\":%" PRIu64 "}}",
             session.bound.longest_wait_us, session.bound.shared_us, session.bound.exclusive_us);
    record_line(recorder, &line);
    text_free(&line);
}

static int run_session(const struct options *options)
{
    static struct recorder recorder;
    uint64_t start = now_us();
    session.recorder = &recorder;
    recorder.file = INVALID_HANDLE_VALUE;
    recorder.start_us = start;
    probe_target(&session);
    if (session.broken[0]) {
        fprintf(stderr, "wincancel: %s\n", session.broken);
        return EXIT_NO_VALID_RUN;
    }
    if (session.findings.refusal[0]) {
        fprintf(stderr, "wincancel: %s is no subject: %s\n", options->subject, session.findings.refusal);
        return EXIT_WRONG_USAGE;
    }
    if (!session.findings.answered) {
        fprintf(stderr, "wincancel: the probe of the target did not answer%s\n",
                options->subject ? "; the subject may have ended it" : "");
        return EXIT_NO_VALID_RUN;
    }
    if (!open_recorder(&recorder, options->out)) {
        fprintf(stderr, "wincancel: cannot create %s (error %lu)\n", utf8_of(options->out),
                (unsigned long)recorder.error);
        return EXIT_NO_VALID_RUN;
    }
    recorder.start_us = start;
    record_header(&recorder);
    flush_recorder(&recorder);
    run_plan(&session);
    uint64_t wall = now_us() - start;
    if (!session.stopped && !session.broken[0] && !recorder.failed)
        record_footer(&recorder, wall);
    close_recorder(&recorder);
    if (recorder.failed) {
        fprintf(stderr, "wincancel: cannot write %s (error %lu); the run is not complete\n", utf8_of(options->out),
                (unsigned long)recorder.error);
        return EXIT_NO_VALID_RUN;
    }
    if (session.broken[0]) {
        fprintf(stderr, "wincancel: %s; the run is not complete\n", session.broken);
        return EXIT_NO_VALID_RUN;
    }
    if (session.stopped) {
        fprintf(stderr, "wincancel: stopped; the run is not complete\n");
        return EXIT_NO_VALID_RUN;
    }
    print_summary(&session, wall);
    return EXIT_AS_EXPECTED;
}

static int run(const struct options *options, const struct case_entry *all, size_t count)
{
    static struct plan plan;
    int code = make_plan(&plan, options, all, count);
    if (code)
        return code;
    unsigned processors = processor_count();
    session.options = options;
    session.plan = &plan;
    session.jobs = options->jobs ? options->jobs : processors < 4 ? processors : 4;
    name_run(session.run, sizeof(session.run));
    if (!make_scratch(session.scratch, MAX_PATH, session.run)) {
        fprintf(stderr, "wincancel: no scratch directory (error %lu)\n", (unsigned long)GetLastError());
        return EXIT_NO_VALID_RUN;
    }
    SetConsoleCtrlHandler(stop, TRUE);
    code = run_session(options);
    remove_tree(session.scratch);
    return code;
}

/* A child, and whoever it starts, could else write to our output and hold it open. */
static void keep_standard_handles(void)
{
    static const DWORD names[] = { STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); ++i)
        SetHandleInformation(GetStdHandle(names[i]), HANDLE_FLAG_INHERIT, 0);
}

int wmain(int argument_count, WCHAR **arguments)
{
    static struct options options;
    char problem[256];
    size_t count;
    int code = read_options(&options, argument_count, arguments);
    if (code)
        return code == EXIT_HELP_SHOWN ? EXIT_AS_EXPECTED : code;
    if (options.command == COMMAND_CHILD)
        return run_child(options.batch_file);
    const struct case_entry *all = all_cases(&count, problem, sizeof(problem));
    if (!all) {
        fprintf(stderr, "wincancel: this executable is not whole: %s\n", problem);
        return EXIT_NO_VALID_RUN;
    }
    if (options.command == COMMAND_LIST) {
        print_list(all, count, options.json);
        return EXIT_AS_EXPECTED;
    }
    keep_standard_handles();
    return run(&options, all, count);
}
