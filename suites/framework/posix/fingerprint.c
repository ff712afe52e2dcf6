/* Who is being tested: see ../fingerprint.h. */
#include "fingerprint.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "subject.h"

bool runs_on_wine(void)
{
    return false;
}

unsigned processor_count(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof(set), &set) ? 1 : CPU_COUNT(&set);
    return count > 0 ? (unsigned)count : 1;
}

static const char *text_of(const char *function)
{
    const char *(*get)(void);
    FARPROC found = GetProcAddress(LoadLibraryA("winpr"), function);
    memcpy(&get, &found, sizeof(get));
    return get ? get() : "";
}

static void member(struct text *json, const char *name, const char *value)
{
    text_add(json, "\"%s\":", name);
    json_string(json, value, strlen(value));
}

void describe_program(struct text *json)
{
    struct utsname system;
    char host[sizeof(system.sysname) + sizeof(system.release) + 1] = "";
    if (!uname(&system))
        snprintf(host, sizeof(host), "%s %s", system.sysname, system.release);
    text_add(json, "\"target\":{\"kind\":\"winpr\",");
    member(json, "version", text_of("winpr_get_version_string"));
    text_add(json, ",");
    member(json, "build", text_of("winpr_get_build_revision"));
    text_add(json, ",");
    member(json, "host", host);
    text_add(json, ",\"cpus\":%u},\"functions\":[", processor_count());
    bool first = true;
    for (size_t i = 0; i < subject_functions(); ++i) {
        if (!subject_took_over(i))
            continue;
        text_add(json, "%s\"%s\"", first ? "" : ",", subject_function_name(i));
        first = false;
    }
    text_add(json, "]");
}
