/* The register of probes, and what they have in common. */
#include "probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guard.h"
#include "subject.h"

#define PROBE_DEADLINE_MS 3000u
#define MAX_TABLES        16

static struct {
    const struct probe *probes;
    size_t count;
} tables[MAX_TABLES];
static size_t table_count;

void register_probes(const struct probe *probes, size_t count)
{
    if (table_count == MAX_TABLES)
        abort();
    tables[table_count].probes = probes;
    tables[table_count++].count = count;
}

void probe_capabilities(void (*tell)(const struct capability *capability))
{
    static struct capability capability;
    for (size_t table = 0; table < table_count; ++table) {
        for (size_t i = 0; i < tables[table].count; ++i) {
            const struct probe *probe = &tables[table].probes[i];
            memset(&capability, 0, sizeof(capability));
            capability.name = probe->capability;
            probe->ask(probe, &capability);
            tell(&capability);
        }
    }
}

bool is_capability(const char *name, size_t size)
{
    for (size_t table = 0; table < table_count; ++table)
        for (size_t i = 0; i < tables[table].count; ++i) {
            const char *known = tables[table].probes[i].capability;
            if (strlen(known) == size && !memcmp(known, name, size))
                return true;
        }
    return false;
}

/* ---- calls that may raise or hang ---------------------------------------------------------------------------------
 */

struct question {
    DWORD (*call)(void *argument);
    void *argument;
    DWORD code;
    DWORD exception;
};

static void ask(void *question_)
{
    struct question *question = question_;
    question->code = question->call(question->argument);
}

static DWORD WINAPI asking_thread(void *question_)
{
    struct question *question = question_;
    question->exception = guarded_call(ask, question);
    return 0;
}

struct answer ask_guarded(DWORD (*call)(void *argument), void *argument)
{
    /* Never freed if the call does not come back: it goes on using it. */
    struct question *question = calloc(1, sizeof(*question));
    struct answer answer = { 0 };
    if (!question)
        abort();
    question->call = call;
    question->argument = argument;
    HANDLE thread = CreateThread(NULL, 0, asking_thread, question, 0, NULL);
    answer.came_back = thread && WaitForSingleObject(thread, scaled_ms(PROBE_DEADLINE_MS)) == WAIT_OBJECT_0;
    if (thread)
        CloseHandle(thread);
    if (answer.came_back) {
        answer.code = question->code;
        answer.exception = question->exception;
        free(question);
    }
    return answer;
}

bool is_absent(const char *function, struct capability *capability)
{
    char made_up[64];
    snprintf(made_up, sizeof(made_up), "%sOfWincancel", function);
    if (subject_has(function))
        return false;
    snprintf(capability->evidence, sizeof(capability->evidence), "%s is not exported; the made-up %s is %s", function,
             made_up, system_exports(function, made_up) ? "exported" : "not either");
    return true;
}

void need_exported(struct test_case *t, const char *function)
{
    struct capability capability;
    if (is_absent(function, &capability))
        unsupported(t, "%s", capability.evidence);
}
