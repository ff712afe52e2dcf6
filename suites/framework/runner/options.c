#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../paths.h"
#include "exit_codes.h"

static const char usage[] =
    "usage: wincancel list [--json]\n"
    "       wincancel run [--suite NAME]... [--filter GLOB]... [--cases FILE] [--class shared|waiting|exclusive]...\n"
    "                     [--out FILE] [--jobs N] [--shard I/N] [--repeat N] [--seed N] [--no-shuffle]\n"
    "                     [--subject LIBRARY] [--data NAME=PATH]... [--timeout-scale X]\n"
    "\n"
    "list shows every case. run runs them, writes a stream of JSON Lines to FILE and a summary to the screen.\n"
    "A GLOB knows * and ?; an exact case id matches itself. Exit codes: 0 a valid run, 2 wrong usage, 3 no valid "
    "run.\n";

static int wrong(const char *what, const char *value)
{
    fprintf(stderr, "wincancel: %s%s%s (wincancel --help)\n", what, value ? ": " : "", value ? value : "");
    return EXIT_WRONG_USAGE;
}

/* A whole number from `min` to `max`, all of the text. */
static bool whole(const char *text, uint64_t min, uint64_t max, uint64_t *number)
{
    char *end;
    if (!*text || strspn(text, "0123456789") != strlen(text) || strlen(text) > 19)
        return false;
    *number = strtoull(text, &end, 10);
    return *number >= min && *number <= max;
}

static bool add(struct option_values *values, const char *value)
{
    if (values->count == MAX_OPTION_VALUES)
        return false;
    values->value[values->count++] = value;
    return true;
}

static const char *full_path(const WCHAR *path)
{
    WCHAR full[MAX_PATH * 2];
    DWORD size = GetFullPathNameW(path, MAX_PATH * 2, full, NULL);
    return utf8_of(size && size < MAX_PATH * 2 ? full : path);
}

static bool read_shard(struct options *options, const char *value)
{
    char *end;
    options->shard = strtoul(value, &end, 10);
    if (*end != '/' || strspn(value, "0123456789/") != strlen(value))
        return false;
    options->shards = strtoul(end + 1, &end, 10);
    return !*end && options->shard >= 1 && options->shards >= options->shard && options->shards <= 10000;
}

/* One option that has a value. Returns 0 or an exit code. */
static int read_value(struct options *options, const char *name, const char *value, const WCHAR *wide)
{
    uint64_t number;
    bool ok = true;
    if (!strcmp(name, "--suite")) {
        ok = add(&options->suites, value);
    } else if (!strcmp(name, "--filter")) {
        ok = add(&options->filters, value);
    } else if (!strcmp(name, "--class")) {
        ok = (!strcmp(value, "shared") || !strcmp(value, "waiting") || !strcmp(value, "exclusive")) &&
             add(&options->classes, value);
    } else if (!strcmp(name, "--data")) {
        ok = strchr(value, '=') > value && add(&options->data, value);
    } else if (!strcmp(name, "--cases")) {
        options->cases_file = wide;
    } else if (!strcmp(name, "--out")) {
        options->out = wide;
    } else if (!strcmp(name, "--subject")) {
        options->subject = full_path(wide);
    } else if (!strcmp(name, "--jobs")) {
        ok = whole(value, 1, 24, &number);
        options->jobs = ok ? (unsigned)number : 0;
    } else if (!strcmp(name, "--repeat")) {
        ok = whole(value, 1, 100000, &number);
        options->repeat = ok ? (unsigned)number : 1;
    } else if (!strcmp(name, "--seed")) {
        ok = whole(value, 0, UINT64_C(9007199254740991), &options->seed);
    } else if (!strcmp(name, "--shard")) {
        ok = read_shard(options, value);
    } else if (!strcmp(name, "--timeout-scale")) {
        char *end;
        options->timeout_scale = strtod(value, &end);
        ok = end != value && !*end && options->timeout_scale >= 0.1 && options->timeout_scale <= 1000;
    } else {
        return wrong("unknown option", name);
    }
    if (ok)
        return 0;
    char what[96];
    snprintf(what, sizeof(what), "%s cannot be", name);
    return wrong(what, value);
}

static uint64_t fresh_seed(void)
{
    LARGE_INTEGER counter;
    QueryPerformanceCounter(&counter);
    return ((uint64_t)counter.QuadPart ^ (uint64_t)GetCurrentProcessId() << 20) % 1000000000u;
}

int read_options(struct options *options, int count, WCHAR **arguments)
{
    memset(options, 0, sizeof(*options));
    options->shard = options->shards = options->repeat = 1;
    options->shuffle = true;
    options->timeout_scale = 1;
    options->seed = fresh_seed();
    const char *command = count > 1 ? utf8_of(arguments[1]) : "";
    if (!strcmp(command, "--help") || !strcmp(command, "-h")) {
        fputs(usage, stdout);
        return EXIT_HELP_SHOWN;
    }
    if (!strcmp(command, "child") && count == 3) {
        options->command = COMMAND_CHILD;
        options->batch_file = arguments[2];
        return 0;
    }
    if (!strcmp(command, "list"))
        options->command = COMMAND_LIST;
    else if (!strcmp(command, "run"))
        options->command = COMMAND_RUN;
    else
        return wrong(*command ? "unknown command" : "a command is missing", *command ? command : NULL);
    for (int i = 2; i < count; ++i) {
        const char *name = utf8_of(arguments[i]);
        if (!strcmp(name, "--json") && options->command == COMMAND_LIST) {
            options->json = true;
        } else if (options->command == COMMAND_LIST) {
            return wrong("unknown option", name);
        } else if (!strcmp(name, "--no-shuffle")) {
            options->shuffle = false;
        } else if (i + 1 == count) {
            return wrong("a value is missing after", name);
        } else {
            int code = read_value(options, name, utf8_of(arguments[i + 1]), arguments[i + 1]);
            if (code)
                return code;
            ++i;
        }
    }
    return 0;
}
