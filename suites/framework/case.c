#include "case.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capability.h"
#include "coverage.h"
#include "frame.h"
#include "remains.h"

#define KEYS_AT_A_TIME 64u
#define THREAD_END_MS  200u /* for a thread that is ending to be gone */

struct child_settings child;

void send_frame(char letter, unsigned index, const char *flags, const struct text *json)
{
    static CRITICAL_SECTION lock;
    static LONG ready; /* 0, being made 1, made 2 */
    if (InterlockedCompareExchange(&ready, 1, 0) == 0) {
        InitializeCriticalSection(&lock);
        InterlockedExchange(&ready, 2);
    }
    while (InterlockedCompareExchange(&ready, 2, 2) != 2)
        SwitchToThread();
    struct text line = { 0 };
    text_add_bytes(&line, "\n", 1); /* ends what anybody else left unfinished in the pipe */
    frame_write(&line, letter, index, flags, json && json->data ? json->data : "", json ? json->length : 0);
    EnterCriticalSection(&lock);
    for (size_t at = 0; at < line.length;) {
        DWORD written = 0;
        if (!WriteFile(child.records, line.data + at, (DWORD)(line.length - at), &written, NULL) || !written)
            ExitProcess(3);
        at += written;
    }
    LeaveCriticalSection(&lock);
    text_free(&line);
}

const void *variant_of(struct test_case *t)
{
    return t->entry->variant;
}

char tier_letter(enum tier tier)
{
    return tier_name(tier)[0];
}

void need_declared_tier(struct test_case *t, enum tier tier)
{
    if (!(t->entry->test->tiers & tier) && tier != CHARACTERISED)
        unresolved(t, "the test judges in tier %s, which it does not declare", tier_name(tier));
}

void need_new_key(struct test_case *t, const char *key)
{
    size_t size = strlen(key);
    uint32_t mark = crc32_of(0, key, size);
    if (!size || size > MAX_KEY || strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_.") != size)
        unresolved(t, "the test records a value under the key %.120s, which is none", key);
    for (size_t i = 0; i < t->key_count; ++i)
        if (t->keys[i] == mark)
            unresolved(t, "the test records %s twice", key);
    if (t->key_count % KEYS_AT_A_TIME == 0) {
        uint32_t *keys = realloc(t->keys, (t->key_count + KEYS_AT_A_TIME) * sizeof(*keys));
        if (!keys)
            unresolved(t, "out of memory for keys");
        t->keys = keys;
    }
    t->keys[t->key_count++] = mark;
}

/* ---- ending -------------------------------------------------------------------------------------------------------
 */

void end_case(struct test_case *t, enum ending ending)
{
    t->ending = ending;
    if (GetCurrentThreadId() != t->body_thread) {
        keep_coverage();
        TerminateProcess(GetCurrentProcess(), 3); /* no other thread can end the body: the parent sees to it */
    }
    ExitThread(0);
#ifdef __GNUC__
    __builtin_unreachable();
#endif
}

static void keep_reason(struct test_case *t, const char *format, va_list arguments)
{
    vsnprintf(t->reason, sizeof(t->reason), format, arguments);
}

void unresolved(struct test_case *t, const char *why, ...)
{
    va_list arguments;
    va_start(arguments, why);
    keep_reason(t, why, arguments);
    va_end(arguments);
    end_case(t, ENDED_UNRESOLVED);
}

void untested(struct test_case *t, const char *lacking, ...)
{
    va_list arguments;
    va_start(arguments, lacking);
    keep_reason(t, lacking, arguments);
    va_end(arguments);
    end_case(t, ENDED_UNTESTED);
}

void unsupported(struct test_case *t, const char *why, ...)
{
    va_list arguments;
    va_start(arguments, why);
    keep_reason(t, why, arguments);
    va_end(arguments);
    end_case(t, ENDED_UNSUPPORTED);
}

void need(struct test_case *t, bool ok, const char *what)
{
    DWORD error = GetLastError();
    if (!ok)
        unresolved(t, "%s failed, last error %lu", what, (unsigned long)error);
    SetLastError(error);
}

const WCHAR *need_data(struct test_case *t, const char *name)
{
    size_t size = strlen(name);
    for (const WCHAR *const *data = child.data; data && *data; ++data) {
        size_t i = 0;
        while (i < size && (*data)[i] == (WCHAR)name[i])
            ++i;
        if (i == size && (*data)[i] == L'=')
            return *data + size + 1;
    }
    untested(t, "needs --data %s=PATH", name);
}

/* ---- time and chance ------------------------------------------------------------------------------------------------
 */

uint64_t now_us(void)
{
    LARGE_INTEGER frequency, counter;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&counter);
    uint64_t whole = (uint64_t)(counter.QuadPart / frequency.QuadPart);
    uint64_t rest = (uint64_t)(counter.QuadPart % frequency.QuadPart);
    return whole * 1000000u + rest * 1000000u / (uint64_t)frequency.QuadPart;
}

DWORD scaled_ms(unsigned milliseconds)
{
    return (DWORD)(milliseconds * (child.timeout_scale > 0 ? child.timeout_scale : 1.0));
}

uint32_t random_below(struct test_case *t, uint32_t limit)
{
    t->random += UINT64_C(0x9E3779B97F4A7C15); /* SplitMix64, public domain algorithm by Sebastiano Vigna */
    uint64_t value = t->random;
    value = (value ^ value >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    value = (value ^ value >> 27) * UINT64_C(0x94D049BB133111EB);
    value ^= value >> 31;
    return limit ? (uint32_t)(value % limit) : 0;
}

/* ---- running
 * --------------------------------------------------------------------------------------------------------- */

static DWORD WINAPI body_thread(void *argument)
{
    struct test_case *t = argument;
    t->body_thread = GetCurrentThreadId();
    const char *lacking = missing_capability(t->entry->test->supports);
    if (lacking)
        unsupported(t, "%s", lacking);
    lacking = missing_need(t->entry->test->needs);
    if (lacking)
        untested(t, "%s", lacking);
    t->entry->test->body(t);
    t->ending = ENDED_NORMALLY;
    return 0;
}

/* Somebody ended the body's thread, and not by the framework's verbs: a subject, or the target after a fault. */
static void take_abrupt_end(struct test_case *t, HANDLE thread)
{
    DWORD code = 0;
    GetExitCodeThread(thread, &code);
    t->ending = ENDED_UNRESOLVED;
    snprintf(t->reason, sizeof(t->reason), "the body's thread ended before the body did, with code 0x%lX",
             (unsigned long)code);
    t->discard_child = true;
}

bool run_case(const struct case_entry *entry, unsigned index, unsigned repeat)
{
    struct test_case t = { .entry = entry, .index = index, .ending = ENDED_ABRUPTLY };
    static struct inventory inventory;
    t.random = child.seed ^ crc32_of(0, entry->id, strlen(entry->id)) ^ (uint64_t)repeat << 32;
    if (!inventory.thread_count)
        take_inventory(&inventory);
    send_frame('S', index, "-", NULL);

    HANDLE thread = CreateThread(NULL, 0, body_thread, &t, 0, NULL);
    if (thread) {
        WaitForSingleObject(thread, INFINITE); /* the parent owns the deadline of the whole case */
        if (t.ending == ENDED_ABRUPTLY)
            take_abrupt_end(&t, thread);
        CloseHandle(thread);
    } else {
        t.ending = ENDED_UNRESOLVED;
        snprintf(t.reason, sizeof(t.reason), "no thread for the body, last error %lu", (unsigned long)GetLastError());
    }
    release_what_case_made(&t);
    const char *remains = find_remains(&inventory, scaled_ms(THREAD_END_MS));
    if (remains)
        discard_child(&t, remains);

    struct text json = { 0 };
    char flags[FRAME_MAX_FLAGS];
    if (t.reason[0]) {
        text_add(&json, "\"reason\":");
        json_string(&json, t.reason, strlen(t.reason));
    } else {
        text_add(&json, "\"reason\":null");
    }
    snprintf(flags, sizeof(flags), "%c%u%c", (char)t.ending, t.records, t.discard_child ? 'd' : 'k');
    send_frame('F', index, flags, &json);
    if (child.go_on)
        WaitForSingleObject(child.go_on, INFINITE); /* the parent owns the deadline, as of a case */
    text_free(&json);
    free(t.keys);
    return !t.discard_child;
}
