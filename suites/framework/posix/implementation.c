/* Who is being tested: see ../implementation.h. */
#include "implementation.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

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

void describe_implementation(struct text *json)
{
    struct utsname system;
    char host[sizeof(system.sysname) + sizeof(system.release) + 1] = "";
    if (!uname(&system))
        snprintf(host, sizeof(host), "%s %s", system.sysname, system.release);
    text_add(json, "\"kind\":\"winpr\",");
    json_member(json, "version", text_of("winpr_get_version_string"));
    text_add(json, ",");
    json_member(json, "build", text_of("winpr_get_build_revision"));
    text_add(json, ",");
    json_member(json, "host", host);
}
