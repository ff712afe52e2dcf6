/* Threads and locks of the plumbing, on pthreads. */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "handles.h"

struct start {
    LPTHREAD_START_ROUTINE routine;
    void *argument;
    int ended; /* the thread's own duplicate: its handle may be closed before it ends */
};

static pthread_key_t start_key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void tell_end(struct start *start, DWORD code)
{
    uint64_t value = (uint64_t)code + 1;
    (void)!write(start->ended, &value, sizeof(value));
    close(start->ended);
    free(start);
}

/* A thread that its own end comes upon by other ways than these: pthread_exit(), pthread_cancel(). */
static void end_otherwise(void *start)
{
    tell_end(start, 0);
}

static void make_key(void)
{
    if (pthread_key_create(&start_key, end_otherwise))
        abort();
}

static void *run(void *argument)
{
    struct start *start = argument;
    pthread_setspecific(start_key, start);
    DWORD code = start->routine(start->argument);
    pthread_setspecific(start_key, NULL);
    tell_end(start, code);
    return NULL;
}

HANDLE WINAPI CreateThread(SECURITY_ATTRIBUTES *security, SIZE_T stack, LPTHREAD_START_ROUTINE routine, void *argument,
                           DWORD flags, DWORD *id)
{
    (void)security;
    (void)stack;
    pthread_t thread;
    pthread_once(&once, make_key);
    if (flags & CREATE_SUSPENDED) {
        SetLastError(ERROR_CALL_NOT_IMPLEMENTED); /* POSIX has no such threads */
        return NULL;
    }
    struct start *start = calloc(1, sizeof(*start));
    if (!start) {
        posix_failed(ENOMEM);
        return NULL;
    }
    int event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    int copy = event < 0 ? -1 : dup(event);
    int failed = copy < 0 ? errno : 0;
    if (!failed) {
        *start = (struct start){ routine, argument, copy };
        failed = pthread_create(&thread, NULL, run, start);
    }
    if (failed) {
        if (event >= 0)
            close(event);
        if (copy >= 0)
            close(copy);
        free(start);
        posix_failed(failed);
        return NULL;
    }
    pthread_detach(thread);
    if (id)
        *id = 0; /* nobody here asks a system that cannot open a thread by its id */
    return posix_handle(POSIX_THREAD, event);
}

void WINAPI ExitThread(DWORD code)
{
    struct start *start = pthread_getspecific(start_key);
    if (start) {
        pthread_setspecific(start_key, NULL);
        tell_end(start, code);
    }
    pthread_exit(NULL);
}

BOOL WINAPI GetExitCodeThread(HANDLE thread, DWORD *code)
{
    uint64_t value;
    int event = posix_descriptor(thread);
    if (read(event, &value, sizeof(value)) != sizeof(value)) {
        *code = STILL_ACTIVE;
        return TRUE;
    }
    *code = (DWORD)(value - 1);
    return write(event, &value, sizeof(value)) == sizeof(value); /* signalled it stays */
}

HANDLE WINAPI OpenThread(DWORD access, BOOL inherit, DWORD id)
{
    (void)access;
    (void)inherit;
    (void)id;
    SetLastError(ERROR_CALL_NOT_IMPLEMENTED);
    return NULL;
}

DWORD WINAPI ResumeThread(HANDLE thread)
{
    (void)thread;
    SetLastError(ERROR_CALL_NOT_IMPLEMENTED);
    return (DWORD)-1;
}

DWORD WINAPI GetCurrentThreadId(void)
{
    return (DWORD)syscall(SYS_gettid);
}

/* ---- locks: the pointer in a CRITICAL_SECTION is to a recursive mutex -----------------------------------------------
 */

void WINAPI InitializeCriticalSection(CRITICAL_SECTION *section)
{
    pthread_mutexattr_t attributes;
    pthread_mutex_t *mutex = malloc(sizeof(*mutex));
    if (!mutex || pthread_mutexattr_init(&attributes))
        abort();
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    if (pthread_mutex_init(mutex, &attributes))
        abort();
    pthread_mutexattr_destroy(&attributes);
    section->LockSemaphore = mutex;
}

void WINAPI DeleteCriticalSection(CRITICAL_SECTION *section)
{
    pthread_mutex_destroy(section->LockSemaphore);
    free(section->LockSemaphore);
    section->LockSemaphore = NULL;
}

void WINAPI EnterCriticalSection(CRITICAL_SECTION *section)
{
    pthread_mutex_lock(section->LockSemaphore);
}

void WINAPI LeaveCriticalSection(CRITICAL_SECTION *section)
{
    pthread_mutex_unlock(section->LockSemaphore);
}
