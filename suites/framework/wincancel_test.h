/* What a test is written with.
 *
 * A test file holds one idea: a comment with the clause, a table of variants, a body, and one closing TEST(). There is
 * no main and no list of tests. The body arranges, acts and verifies; plumbing that fails ends the case as UNRESOLVED
 * there and then, and everything the case made is released after it, so a body has no error handling and no clean-up.
 *
 * Verbs tell the role of a statement:
 *   check_*       judges a value: recorded with its tier and what is allowed; a miss fails the tier, the body goes on
 *   note_*        records a value and judges nothing
 *   need(), unresolved(), untested(), unsupported()   end the case when it cannot be tried
 * and, in operation.h, start_*, call_*, witness_*, positive_control.
 *
 * All functions here are for the thread that runs the body, and keep that thread's last error as it was.
 */
#ifndef WINCANCEL_TEST_H
#define WINCANCEL_TEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "at_start.h"
#include "wincancel_subject.h"

/* The functions under test and those they act on: the only way a test calls them. */
extern struct wincancel_subject subject;

/* How much a value weighs. A test declares every tier that it judges in. */
enum tier {
    DOCUMENTED = 1 << 0,   /* the page says it */
    IMPLIED = 1 << 1,      /* follows from the page, is not said */
    AMBIGUOUS = 1 << 2,    /* pages contradict each other; allowed is the set of readings */
    OBSERVED = 1 << 3,     /* seen on Windows, with evidence; not promised */
    CHARACTERISED = 1 << 4 /* no public evidence: recorded, never judged, whatever is allowed */
};

enum case_class {
    SHARED,   /* may run while others run */
    WAITING,  /* mostly waits: overlaps with others */
    EXCLUSIVE /* measures a race or a time: runs while nothing else does */
};

struct test_case;

/* Rows of a table, each one a case of its own: CLAUSE/test/ROW. The name of a row is its `const char *` member. */
struct variants {
    const void *rows;
    size_t count;
    size_t size;
    size_t name_offset;
};
#define VARIANTS(table, name_member)                                                                                   \
    {                                                                                                                  \
        .rows = (table), .count = sizeof(table) / sizeof((table)[0]), .size = sizeof((table)[0]),                      \
        .name_offset = (size_t)((const char *)&(table)[0].name_member - (const char *)&(table)[0])                     \
    }

struct test {
    const char *name;
    const char *clause;
    void (*body)(struct test_case *t);
    struct variants variants; /* none: one case, CLAUSE/test */
    unsigned tiers;           /* the tiers that the body judges in, or'ed; CHARACTERISED if it only records */
    enum case_class class;    /* default SHARED */
    const char *supports;     /* capabilities (see capability.h), blank-separated; one missing: UNSUPPORTED */
    const char *needs;        /* of the machine, blank-separated: console, cpus:2, data:NAME; one missing: UNTESTED */
    bool isolated;            /* runs in a child of its own */
    unsigned budget_ms;       /* after which the parent ends it; 0: DEFAULT_BUDGET_MS; scales with --timeout-scale */
    const struct test *next;  /* of the registry */
};
#define DEFAULT_BUDGET_MS 15000u

void register_test(struct test *test);

/* Closes a test file. `body` names the test and the function `void body(struct test_case *t)`. */
#define TEST(body_name, ...)                                                                                           \
    static struct test body_name##_test = { .name = #body_name, .body = body_name, __VA_ARGS__ };                      \
    AT_START(body_name##_register, register_test(&body_name##_test))

/* The row of the table that this case is about: VARIANT(t, struct right)->access. */
const void *variant_of(struct test_case *t);
#define VARIANT(t, type) ((const type *)variant_of(t))

/* ---- judged values ------------------------------------------------------------------------------------------------
 */

/* A set of allowed numbers: ALLOW(ERROR_INVALID_HANDLE, ERROR_NOT_FOUND). */
struct allowed {
    const uint64_t *values;
    size_t count;
};
#define ALLOW(...)                                                                                                     \
    (struct allowed)                                                                                                   \
    {                                                                                                                  \
        (const uint64_t[]){ __VA_ARGS__ }, sizeof((const uint64_t[]){ __VA_ARGS__ }) / sizeof(uint64_t)                \
    }

/* Each returns whether the value was allowed (with CHARACTERISED too, where a miss has no consequence).
 * `key` is [a-z0-9_.]+ and unique in the case. */
bool check_bool(struct test_case *t, enum tier tier, const char *key, bool got, bool allowed);
bool check_error(struct test_case *t, enum tier tier, const char *key, DWORD got, struct allowed allowed);
bool check_not_error(struct test_case *t, enum tier tier, const char *key, DWORD got, DWORD forbidden);
bool check_ntstatus(struct test_case *t, enum tier tier, const char *key, LONG got, struct allowed allowed);
bool check_rpc_status(struct test_case *t, enum tier tier, const char *key, LONG got, struct allowed allowed);
bool check_not_rpc_status(struct test_case *t, enum tier tier, const char *key, LONG got, LONG forbidden);
bool check_exception(struct test_case *t, enum tier tier, const char *key, DWORD got, struct allowed allowed);
bool check_bytes(struct test_case *t, enum tier tier, const char *key, uint64_t got, struct allowed allowed);
bool check_count(struct test_case *t, enum tier tier, const char *key, uint64_t got, struct allowed allowed);
/* `allowed` is a list of words separated by '|': "aborted|completed". */
bool check_outcome(struct test_case *t, enum tier tier, const char *key, const char *got, const char *allowed);
/* Judges a time in microseconds; the upper bound scales with --timeout-scale, the lower one does not. */
bool check_elapsed(struct test_case *t, enum tier tier, const char *key, uint64_t got_us, uint64_t min_us,
                   uint64_t max_us);

/* Whether a judged value was missed so far: what only supports a PASS can be left out then. */
bool has_missed(const struct test_case *t);
/* Whether the values recorded from here on may differ from run to run on one and the same target, because they tell
 * which of two threads came first. They are judged as ever, but not compared between runs. At first: false. */
void values_vary(struct test_case *t, bool vary);

/* ---- recorded values ----------------------------------------------------------------------------------------------
 */

void note_bool(struct test_case *t, const char *key, bool value);
void note_error(struct test_case *t, const char *key, DWORD value);
void note_ntstatus(struct test_case *t, const char *key, LONG value);
void note_rpc_status(struct test_case *t, const char *key, LONG value);
void note_exception(struct test_case *t, const char *key, DWORD value);
void note_bytes(struct test_case *t, const char *key, uint64_t value);
void note_count(struct test_case *t, const char *key, uint64_t value);
void note_attempts(struct test_case *t, const char *key, uint64_t value); /* a count that varies: not compared */
void note_access(struct test_case *t, const char *key, DWORD value);
void note_elapsed(struct test_case *t, const char *key, uint64_t us);
void note_outcome(struct test_case *t, const char *key, const char *value);
void note_handle(struct test_case *t, const char *key, HANDLE value);
void note_text(struct test_case *t, const char *key, const char *utf8);
void note_wide(struct test_case *t, const char *key, const WCHAR *text, size_t units);
void note_data(struct test_case *t, const char *key, const void *data, size_t size); /* as text, invalid bytes kept */

/* ---- graded races: see storm.h -------------------------------------------------------------------------------------
 */

/* ---- plumbing ------------------------------------------------------------------------------------------------------
 */

/* End the case. The body's thread does not return from these; what the case made is released. */
#ifdef __GNUC__
#    define WINCANCEL_ENDS __attribute__((noreturn, format(printf, 2, 3)))
#else
#    define WINCANCEL_ENDS
#endif
WINCANCEL_ENDS void unresolved(struct test_case *t, const char *why, ...);   /* the set-up or the control broke */
WINCANCEL_ENDS void untested(struct test_case *t, const char *lacking, ...); /* the machine lacks what it names */
WINCANCEL_ENDS void unsupported(struct test_case *t, const char *why,
                                ...); /* only after a probe with a made-up counterpart */

/* UNRESOLVED unless `ok`; `what` is the call that failed, and the last error is added. */
void need(struct test_case *t, bool ok, const char *what);

/* The value of --data NAME=PATH; the case ends UNTESTED without one. */
const WCHAR *need_data(struct test_case *t, const char *name);

/* Something to call when the case is over, newest first, in the order opposite to the calls of this. */
void after_case(struct test_case *t, void (*release)(void *argument), void *argument);
/* Closes through `subject`. Returns its argument. */
HANDLE close_after_case(struct test_case *t, HANDLE handle);
/* Zeroed memory that lives as long as the case; never returns NULL. */
void *memory_of_case(struct test_case *t, size_t size);
/* The child that runs this case is not to be used again (something in it did not end). */
void discard_child(struct test_case *t, const char *why);

/* A name that nobody else uses, "wincancel-RUN-PID-N"; lives as long as the case. */
const WCHAR *unique_name(struct test_case *t);
/* "\\.\pipe\" followed by a unique name. */
const WCHAR *unique_pipe_name(struct test_case *t);
/* A path of a file that does not exist, in the run's own scratch directory, which is removed after the run. */
const WCHAR *scratch_path(struct test_case *t);
/* From here on scratch_path() gives paths in `directory`, the user's, which must outlive the case. Nobody removes it:
 * what is made there is removed by who makes it. */
void put_scratch_in(struct test_case *t, const WCHAR *directory);

/* Time. */
uint64_t now_us(void);                  /* monotonic, from an arbitrary start */
DWORD scaled_ms(unsigned milliseconds); /* times --timeout-scale */
/* Random numbers that --seed and the case's id determine. */
uint32_t random_below(struct test_case *t, uint32_t limit);

#endif
