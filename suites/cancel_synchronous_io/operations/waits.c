/* Waits that are no I/O: for objects, for time, for an APC, for a packet, for a critical section. */
#include "waits.h"

#include <stdio.h>

#include "probe.h"

#define SLEEP_MS  100u
#define TICK_US   16000u /* a sleep may end one tick of the clock early */
#define NO_ANSWER 0xA5A5A5A5u
#define KEY       0x1234u
#define BYTES     9u

struct wait {
    HANDLE object;
    HANDLE second;
    HANDLE thread; /* where the release needs it, with what right it takes */
    CRITICAL_SECTION section;
    volatile LONG apcs;
    DWORD answer;
    DWORD right_answer;
};

static struct wait *wait_of(const struct operation *operation)
{
    return operation->state;
}

static void keep_answer(struct operation *operation, DWORD answer)
{
    keep_result(operation, answer != WAIT_FAILED, UNTOUCHED_COUNT);
    wait_of(operation)->answer = answer;
}

static bool got_right_answer(struct operation *operation, char *why, size_t why_size)
{
    const struct wait *wait = wait_of(operation);
    snprintf(why, why_size, "the wait answered 0x%lX instead of 0x%lX", (unsigned long)wait->answer,
             (unsigned long)wait->right_answer);
    return wait->answer == wait->right_answer;
}

static void close_objects(struct operation *operation)
{
    struct wait *wait = wait_of(operation);
    HANDLE handles[] = { wait->object, wait->second, wait->thread };
    for (size_t i = 0; i < sizeof(handles) / sizeof(handles[0]); ++i)
        if (handles[i])
            subject.CloseHandle(handles[i]);
}

/* ---- an event -----------------------------------------------------------------------------------------------------
 */

static void make_event(struct test_case *t, struct operation *operation)
{
    struct wait *wait = wait_of(operation);
    wait->object = subject.CreateEventW(NULL, FALSE, FALSE, NULL);
    need(t, wait->object != NULL, "CreateEvent");
    wait->right_answer = WAIT_OBJECT_0;
}

static void wait_for_object(struct operation *operation)
{
    keep_answer(operation, subject.WaitForSingleObject(wait_of(operation)->object, INFINITE));
}

static void wait_alertably(struct operation *operation)
{
    keep_answer(operation, subject.WaitForSingleObjectEx(wait_of(operation)->object, INFINITE, TRUE));
}

static void set_event(struct operation *operation)
{
    subject.SetEvent(wait_of(operation)->object);
}

/* ---- other objects ------------------------------------------------------------------------------------------------
 */

static void make_owned_mutex(struct test_case *t, struct operation *operation)
{
    struct wait *wait = wait_of(operation);
    wait->object = subject.CreateMutexW(NULL, TRUE, NULL);
    need(t, wait->object != NULL, "CreateMutex");
    wait->right_answer = WAIT_OBJECT_0;
}

/* Only its owner can; a case that ends early leaves that to the owner's end. */
static void release_mutex(struct operation *operation)
{
    subject.ReleaseMutex(wait_of(operation)->object);
}

static DWORD WINAPI wait_to_return(void *event)
{
    WaitForSingleObject(event, INFINITE); /* ended by the release, or with the case */
    return 0;
}

static void make_thread(struct test_case *t, struct operation *operation)
{
    struct wait *wait = wait_of(operation);
    wait->second = CreateEventW(NULL, TRUE, FALSE, NULL);
    need(t, wait->second != NULL, "CreateEvent");
    wait->object = subject.CreateThread(NULL, 0, wait_to_return, wait->second, 0, NULL);
    need(t, wait->object != NULL, "CreateThread");
    wait->right_answer = WAIT_OBJECT_0;
}

static void let_thread_return(struct operation *operation)
{
    SetEvent(wait_of(operation)->second);
}

/* ---- signalling one object and waiting for another: the first one shows that the wait has begun -------------------
 */

static void make_two_events(struct test_case *t, struct operation *operation)
{
    struct wait *wait = wait_of(operation);
    make_event(t, operation);
    wait->second = subject.CreateEventW(NULL, TRUE, FALSE, NULL);
    need(t, wait->second != NULL, "CreateEvent");
}

static void signal_one_and_wait(struct operation *operation)
{
    struct wait *wait = wait_of(operation);
    keep_answer(operation, subject.SignalObjectAndWait(wait->second, wait->object, INFINITE, FALSE));
}

static bool first_is_signalled(struct operation *operation)
{
    return subject.WaitForSingleObject(wait_of(operation)->second, 0) == WAIT_OBJECT_0;
}

/* ---- time ---------------------------------------------------------------------------------------------------------
 */

static void sleep_a_while(struct operation *operation)
{
    subject.Sleep(SLEEP_MS); /* sleep-ok: it is what is to be cancelled */
    keep_result(operation, TRUE, UNTOUCHED_COUNT);
}

static bool slept_long_enough(struct operation *operation, char *why, size_t why_size)
{
    snprintf(why, why_size, "it slept %u us instead of %u ms", (unsigned)operation->result.elapsed_us, SLEEP_MS);
    return operation->result.elapsed_us + TICK_US >= SLEEP_MS * 1000u;
}

static void CALLBACK count_apc(ULONG_PTR argument)
{
    struct wait *wait = (struct wait *)argument;
    InterlockedIncrement(&wait->apcs);
}

static void open_worker(struct test_case *t, struct operation *operation)
{
    struct wait *wait = wait_of(operation);
    need_exported(t, "OpenThread");
    wait->thread = subject.OpenThread(THREAD_SET_CONTEXT, FALSE, id_of(operation->worker));
    need(t, wait->thread != NULL, "OpenThread for an APC");
    wait->right_answer = WAIT_IO_COMPLETION;
}

static void sleep_alertably(struct operation *operation)
{
    keep_answer(operation, subject.SleepEx(INFINITE, TRUE)); /* sleep-ok: it is what is to be cancelled */
}

static void queue_apc(struct operation *operation)
{
    struct wait *wait = wait_of(operation);
    subject.QueueUserAPC(count_apc, wait->thread, (ULONG_PTR)wait);
}

static bool ran_one_apc(struct operation *operation, char *why, size_t why_size)
{
    const struct wait *wait = wait_of(operation);
    if (!got_right_answer(operation, why, why_size))
        return false;
    snprintf(why, why_size, "%ld APCs ran instead of one", (long)wait->apcs);
    return wait->apcs == 1;
}

/* ---- a completion port --------------------------------------------------------------------------------------------
 */

static void make_port(struct test_case *t, struct operation *operation)
{
    struct wait *wait = wait_of(operation);
    wait->object = subject.CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    need(t, wait->object != NULL, "CreateIoCompletionPort");
    wait->right_answer = KEY;
}

static void wait_for_packet(struct operation *operation)
{
    DWORD bytes = UNTOUCHED_COUNT;
    ULONG_PTR key = NO_ANSWER;
    OVERLAPPED *overlapped = NULL;
    BOOL returned = subject.GetQueuedCompletionStatus(wait_of(operation)->object, &bytes, &key, &overlapped, INFINITE);
    keep_result(operation, returned, bytes);
    wait_of(operation)->answer = (DWORD)key;
}

static void post_packet(struct operation *operation)
{
    subject.PostQueuedCompletionStatus(wait_of(operation)->object, BYTES, KEY, NULL);
}

static bool got_packet(struct operation *operation, char *why, size_t why_size)
{
    if (!got_right_answer(operation, why, why_size))
        return false;
    snprintf(why, why_size, "it got a packet of %lu bytes", (unsigned long)operation->result.transferred);
    return operation->result.returned && operation->result.transferred == BYTES;
}

/* ---- a critical section: held by the body's thread, which is the one that prepares and releases -------------------
 */

static void enter_section(struct test_case *t, struct operation *operation)
{
    (void)t;
    subject.InitializeCriticalSection(&wait_of(operation)->section);
    subject.EnterCriticalSection(&wait_of(operation)->section);
}

static void wait_to_enter(struct operation *operation)
{
    subject.EnterCriticalSection(&wait_of(operation)->section);
    keep_result(operation, TRUE, UNTOUCHED_COUNT);
    wait_of(operation)->answer = (DWORD)(uintptr_t)wait_of(operation)->section.OwningThread;
    subject.LeaveCriticalSection(&wait_of(operation)->section);
}

static void leave_section(struct operation *operation)
{
    subject.LeaveCriticalSection(&wait_of(operation)->section);
}

static bool owned_section(struct operation *operation, char *why, size_t why_size)
{
    wait_of(operation)->right_answer = id_of(operation->worker);
    return got_right_answer(operation, why, why_size);
}

static void delete_section(struct operation *operation)
{
    subject.DeleteCriticalSection(&wait_of(operation)->section);
}

#define WAIT_KIND(kind_name, prepare_it, perform_it, release_it, full, ...)                                            \
    const struct operation_kind kind_name = { .name = #kind_name,                                                      \
                                              .state_size = sizeof(struct wait),                                       \
                                              .prepare = prepare_it,                                                   \
                                              .perform = perform_it,                                                   \
                                              .release = release_it,                                                   \
                                              .is_full = full,                                                         \
                                              __VA_ARGS__ }

WAIT_KIND(event_wait, make_event, wait_for_object, set_event, got_right_answer, .dispose = close_objects);
WAIT_KIND(alertable_event_wait, make_event, wait_alertably, set_event, got_right_answer, .dispose = close_objects);
WAIT_KIND(mutex_wait, make_owned_mutex, wait_for_object, release_mutex, got_right_answer, .dispose = close_objects);
WAIT_KIND(thread_wait, make_thread, wait_for_object, let_thread_return, got_right_answer, .dispose = close_objects);
WAIT_KIND(signal_and_wait, make_two_events, signal_one_and_wait, set_event, got_right_answer,
          .is_pending = first_is_signalled, .dispose = close_objects);
WAIT_KIND(plain_sleep, NULL, sleep_a_while, NULL, slept_long_enough, .ends_after_ms = SLEEP_MS);
WAIT_KIND(alertable_sleep, open_worker, sleep_alertably, queue_apc, ran_one_apc, .dispose = close_objects);
WAIT_KIND(completion_port_wait, make_port, wait_for_packet, post_packet, got_packet, .dispose = close_objects);
WAIT_KIND(critical_section_wait, enter_section, wait_to_enter, leave_section, owned_section, .dispose = delete_section);
