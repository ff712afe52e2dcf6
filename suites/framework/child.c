/* A child: reads its batch, binds the functions, runs the cases. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch.h"
#include "capability.h"
#include "case.h"
#include "companion.h"
#include "coverage.h"
#include "fingerprint.h"
#include "paths.h"
#include "subject.h"

#define MAX_DATA 32

struct order {
    unsigned index;
    unsigned repeat;
    const char *id;
};

struct batch {
    bool is_probe;
    const char *role;               /* NULL: this child is no companion */
    const char *argument, *channel; /* of a companion */
    const WCHAR *data[MAX_DATA + 1];
    size_t data_count;
    struct order *orders;
    size_t order_count;
};

static bool read_order(struct batch *batch, char *rest)
{
    char *end;
    struct order order = { .index = strtoul(rest, &end, 10) };
    order.repeat = strtoul(end, &end, 10);
    if (*end != ' ')
        return false;
    order.id = end + 1;
    struct order *orders = realloc(batch->orders, (batch->order_count + 1) * sizeof(*orders));
    if (!orders)
        return false;
    batch->orders = orders;
    orders[batch->order_count++] = order;
    return true;
}

static bool read_line(struct batch *batch, const char *word, char *rest)
{
    if (!strcmp(word, "mode"))
        batch->is_probe = !strcmp(rest, "probe"); /* a companion has lines of its own */
    else if (!strcmp(word, "role"))
        batch->role = rest;
    else if (!strcmp(word, "argument"))
        batch->argument = rest;
    else if (!strcmp(word, "channel"))
        batch->channel = rest;
    else if (!strcmp(word, "run"))
        snprintf(child.run, sizeof(child.run), "%s", rest);
    else if (!strcmp(word, "pipe"))
        child.records = (HANDLE)(uintptr_t)strtoull(rest, NULL, 16);
    else if (!strcmp(word, "go_on"))
        child.go_on = (HANDLE)(uintptr_t)strtoull(rest, NULL, 16);
    else if (!strcmp(word, "seed"))
        child.seed = strtoull(rest, NULL, 10);
    else if (!strcmp(word, "scale"))
        child.timeout_scale = strtod(rest, NULL);
    else if (!strcmp(word, "scratch"))
        swprintf(child.scratch, MAX_PATH, L"%ls", wide_of(rest));
    else if (!strcmp(word, "subject"))
        child.subject = rest;
    else if (!strcmp(word, "data") && batch->data_count < MAX_DATA)
        batch->data[batch->data_count++] = wide_of(rest);
    else if (!strcmp(word, "console"))
        set_missing_need("console", strcmp(rest, "yes") ? rest : NULL);
    else if (!strcmp(word, "missing")) {
        char *why = strchr(rest, ' ');
        if (why)
            *why++ = 0;
        set_missing_capability(rest, why ? why : "");
    } else if (!strcmp(word, "case")) {
        return read_order(batch, rest);
    } else {
        return false;
    }
    return true;
}

static bool read_batch(struct batch *batch, char *text)
{
    for (char *line = text; line && *line;) {
        char *next = strchr(line, '\n');
        if (next)
            *next++ = 0;
        char *rest = strchr(line, ' ');
        if (rest)
            *rest++ = 0;
        if (*line && !read_line(batch, line, rest ? rest : line + strlen(line)))
            return false;
        line = next;
    }
    child.data = batch->data;
    return child.records || (batch->role && batch->argument && batch->channel);
}

static void tell_capability(const struct capability *capability)
{
    struct text json = { 0 };
    text_add(&json, "{\"name\":\"%s\",\"supported\":%s,\"evidence\":", capability->name,
             capability->supported ? "true" : "false");
    json_string(&json, capability->evidence, strlen(capability->evidence));
    text_add(&json, "}");
    send_frame('P', 0, capability->supported ? "y" : "n", &json);
    text_free(&json);
}

static void probe(void)
{
    struct text json = { 0 };
    describe_program(&json);
    send_frame('J', 0, "-", &json);
    text_free(&json);
    probe_capabilities(tell_capability);
    send_frame('P', 0, "end", NULL);
}

static void run_cases(const struct batch *batch)
{
    for (size_t i = 0; i < batch->order_count; ++i) {
        const struct case_entry *entry = find_case(batch->orders[i].id);
        if (!entry || !run_case(entry, batch->orders[i].index, batch->orders[i].repeat))
            break;
        keep_coverage(); /* the next case may crash */
    }
}

int run_child(const wchar_t *batch_file)
{
    static struct batch batch;
    size_t count;
    char problem[256];
    char *text = read_whole_file(batch_file);
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    if (!text || !read_batch(&batch, text))
        return 2;
    offer_coverage();
    bind_system();
    if (child.subject && !bind_subject(wide_of(child.subject), problem, sizeof(problem))) {
        if (batch.role)
            return 2;
        struct text json = { 0 };
        text_add(&json, "%s", problem);
        send_frame('J', 0, "refused", &json);
        return 2;
    }
    if (batch.role) {
        int code = run_companion(batch.role, wide_of(batch.channel), batch.argument);
        keep_coverage();
        return code;
    }
    if (!all_cases(&count, problem, sizeof(problem)))
        return 2;
    if (batch.is_probe)
        probe();
    else
        run_cases(&batch);
    /* A subject's threads must not get a say in how this ends. */
    keep_coverage();
    TerminateProcess(GetCurrentProcess(), 0);
    return 0;
}
