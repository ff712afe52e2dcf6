/* Probes: what answers for each capability at start-up. A suite closes its file of probes with PROBES(table). */
#ifndef WINCANCEL_PROBE_H
#define WINCANCEL_PROBE_H

#include "at_start.h"
#include "capability.h"
#include "wincancel_test.h"

struct probe {
    const char *capability;
    /* Fills `supported` and `evidence`. Runs in a child that does nothing else. */
    void (*ask)(const struct probe *probe, struct capability *capability);
    const void *about; /* the probe's own */
};

void register_probes(const struct probe *probes, size_t count);
#define PROBES(table) AT_START(table##_register, register_probes(table, sizeof(table) / sizeof((table)[0])))

/* The answer to a call that may raise, or not come back at all. */
struct answer {
    DWORD code;      /* what the call returned */
    DWORD exception; /* 0: none */
    bool came_back;  /* raising is coming back */
};
/* Asks on a thread of its own. `argument` must stay where it is for ever: the call may never end. */
struct answer ask_guarded(DWORD (*call)(void *argument), void *argument);

/* Whether nobody exports the function. Then the evidence is written, which tells of a made-up name as well. */
bool is_absent(const char *function, struct capability *capability);
/* The same of a function that a body is about to call: UNSUPPORTED if nobody exports it. */
void need_exported(struct test_case *t, const char *function);

#endif
