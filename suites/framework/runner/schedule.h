/* Running a plan: which case in which child, when, until when. */
#ifndef WINCANCEL_SCHEDULE_H
#define WINCANCEL_SCHEDULE_H

#include "options.h"
#include "plan.h"
#include "recorder.h"

#define MAX_CAPABILITIES 16

/* What the probe told. */
struct findings {
    struct text program;      /* members of the header */
    struct text capabilities; /* elements of the header's array */
    struct text missing;      /* lines of a batch file */
    char refusal[512];        /* of the subject; "" if it was taken */
    bool answered;            /* told what the program is */
    bool complete;            /* and asked everything */
};

struct bound {
    uint64_t longest_wait_us, shared_us, exclusive_us, total_us;
};

struct session {
    const struct options *options;
    struct plan *plan;
    struct recorder *recorder;
    struct findings findings;
    char run[64];
    WCHAR scratch[MAX_PATH];
    unsigned jobs;
    unsigned children;     /* started so far */
    volatile LONG stopped; /* the user wants an end */
    char broken[160];      /* why the run cannot go on; "" */
    struct bound bound;
};

/* Starts the probe and gathers its findings. */
void probe_target(struct session *session);
/* Runs everything: shared and waiting, then exclusive, then failures once more alone. */
void run_plan(struct session *session);

/* The batch file's lines that all children share. */
void write_batch_head(struct text *text, const struct session *session, HANDLE pipe, const char *mode);

#endif
