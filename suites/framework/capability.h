/* Capabilities: what the implementation supports at all, found by probes at start-up. Only they make a case
 * UNSUPPORTED. Each probe (probe.h) also asks the same of something made up: "not supported" is believed only from an
 * implementation that says it of the made-up thing too, and an export only where a made-up name is not found. */
#ifndef WINCANCEL_CAPABILITY_H
#define WINCANCEL_CAPABILITY_H

#include <stdbool.h>
#include <stddef.h>

struct capability {
    const char *name;
    bool supported;
    char evidence[512]; /* what was asked and answered, of the real and of the made-up thing */
};

/* Runs all probes and tells of each as soon as it has an answer; in a child that does nothing else, because what is
 * probed may crash, hang or end the process. */
void probe_capabilities(void (*tell)(const struct capability *capability));

/* Whether a probe of that name exists; whether a machine can be asked for that need. For the registry: a name spelt
 * wrongly would count as there. */
bool is_capability(const char *name, size_t size);
bool is_need(const char *name, size_t size);

/* In other children: what the probe found missing. */
void set_missing_capability(const char *name, const char *why);
/* The reason why one of the blank-separated names is missing; NULL if none is. */
const char *missing_capability(const char *names);

/* Needs of the machine: cpus:N, data:NAME, and those set here. `why` NULL: it is there. */
void set_missing_need(const char *name, const char *why);
const char *missing_need(const char *needs);

#endif
