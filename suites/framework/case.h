/* One case while it runs, in the child: the framework's side of wincancel_test.h. */
#ifndef WINCANCEL_CASE_H
#define WINCANCEL_CASE_H

#include "json.h"
#include "registry.h"

/* What the parent told this child. */
struct child_settings {
    char run[64]; /* name of the run */
    uint64_t seed;
    double timeout_scale;
    WCHAR scratch[MAX_PATH];
    const WCHAR *const *data; /* NAME=PATH, NULL-terminated */
    HANDLE records;           /* pipe to the parent */
    HANDLE go_on;             /* set by the parent when it has seen to the end of a case; NULL: nobody does */
    const char *subject;      /* path of the subject library; NULL without one */
};
extern struct child_settings child;

enum ending {
    ENDED_ABRUPTLY = 0,
    ENDED_NORMALLY = 'n',
    ENDED_UNRESOLVED = 'u',
    ENDED_UNSUPPORTED = 'x',
    ENDED_UNTESTED = 't'
};

struct release {
    void (*function)(void *argument);
    void *argument;
    struct release *next;
};

struct test_case {
    const struct case_entry *entry;
    unsigned index;   /* in the batch */
    unsigned records; /* V and H lines written */
    bool missed;      /* a judged value was not as allowed */
    bool values_vary; /* see values_vary() */
    uint64_t random;
    enum ending ending;
    char reason[1024];
    bool discard_child;
    DWORD body_thread;
    struct release *releases;
    struct release *memory;
    const WCHAR *scratch; /* directory of this case's files, where it is not the run's */
    uint32_t *keys;       /* check sums of those recorded */
    size_t key_count;
};

/* Runs it: start line, body on a thread of its own, release, final line. Returns whether the child can be used again.
 */
bool run_case(const struct case_entry *entry, unsigned index, unsigned repeat);

/* Lets go of everything that the case made, the latest first, after its body. */
void release_what_case_made(struct test_case *t);

/* Writes a line to the parent; ends the process if that is impossible (nobody listens). */
void send_frame(char letter, unsigned index, const char *flags, const struct text *json);

/* Ends the body's thread with that result. */
#ifdef __GNUC__
__attribute__((noreturn))
#endif
void end_case(struct test_case *t, enum ending ending);

/* A judged tier that the test did not declare is a mistake of the test: UNRESOLVED. */
void need_declared_tier(struct test_case *t, enum tier tier);
/* A key that is malformed or recorded already is a mistake of the test, and would spoil the stream: UNRESOLVED. */
#define MAX_KEY 100u
void need_new_key(struct test_case *t, const char *key);
char tier_letter(enum tier tier);

#endif
