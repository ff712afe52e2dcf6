/* Threads that perform operations, one after another. */
#include "worker.h"

#include "probe.h"

#include <stdio.h>

static DWORD WINAPI work(void *argument)
{
    struct worker *worker = argument;
    for (;;) {
        WaitForSingleObject(worker->wake, INFINITE); /* ended by finish_worker() or with the child */
        struct operation *operation = worker->current;
        if (!operation)
            return WORKER_EXIT_CODE;
        operation->result.error = SENTINEL_ERROR;
        operation->result.transferred = UNTOUCHED_COUNT;
        operation->result.elapsed_us = now_us();
        InterlockedExchange(&operation->entered, 1);
        SetLastError(SENTINEL_ERROR);
        operation->kind->perform(operation);
        operation->result.elapsed_us = now_us() - operation->result.elapsed_us;
        SetEvent(operation->ended);
    }
}

void perform_on(struct worker *worker, struct operation *operation)
{
    worker->current = operation;
    SetEvent(worker->wake);
}

static void end_worker(void *argument)
{
    struct worker *worker = argument;
    worker->current = NULL;
    SetEvent(worker->wake);
    if (worker->suspended)
        ResumeThread(worker->thread);
    if (WaitForSingleObject(worker->thread, scaled_ms(2000)) != WAIT_OBJECT_0)
        discard_child(worker->t, "a worker's thread did not end");
    else
        CloseHandle(worker->thread);
    CloseHandle(worker->wake);
}

static struct worker *create_worker(struct test_case *t, bool suspended)
{
    struct worker *worker = memory_of_case(t, sizeof(*worker));
    worker->suspended = suspended;
    worker->t = t;
    worker->wake = CreateEventW(NULL, FALSE, FALSE, NULL);
    need(t, worker->wake != NULL, "CreateEvent for a worker");
    worker->thread = CreateThread(NULL, 0, work, worker, suspended ? CREATE_SUSPENDED : 0, &worker->id);
    need(t, worker->thread != NULL, "CreateThread for a worker");
    after_case(t, end_worker, worker);
    return worker;
}

struct worker *start_worker(struct test_case *t)
{
    return create_worker(t, false);
}

struct worker *create_suspended_worker(struct test_case *t)
{
    return create_worker(t, true);
}

struct worker *start_worker_by_subject(struct test_case *t, SECURITY_ATTRIBUTES *security)
{
    struct worker *worker = memory_of_case(t, sizeof(*worker));
    worker->t = t;
    worker->wake = CreateEventW(NULL, FALSE, FALSE, NULL);
    need(t, worker->wake != NULL, "CreateEvent for a worker");
    worker->full = subject.CreateThread(security, 0, work, worker, 0, &worker->id);
    need(t, worker->full != NULL, "CreateThread of the subject");
    close_after_case(t, worker->full);
    worker->thread = OpenThread(SYNCHRONIZE | THREAD_TERMINATE, FALSE, worker->id);
    need(t, worker->thread != NULL, "OpenThread of a worker");
    after_case(t, end_worker, worker);
    return worker;
}

void resume_worker(struct test_case *t, struct worker *worker)
{
    need(t, ResumeThread(worker->thread) == 1, "ResumeThread of a worker that never ran");
    worker->suspended = false;
}

void finish_worker(struct test_case *t, struct worker *worker)
{
    worker->current = NULL;
    SetEvent(worker->wake);
    if (WaitForSingleObject(worker->thread, scaled_ms(2000)) != WAIT_OBJECT_0)
        unresolved(t, "a worker's thread did not end in time");
}

DWORD id_of(struct worker *worker)
{
    return worker->id;
}

HANDLE open_thread(struct test_case *t, struct worker *worker, DWORD access)
{
    need_exported(t, "OpenThread");
    HANDLE thread = subject.OpenThread(access, FALSE, worker->id);
    need(t, thread != NULL, "OpenThread");
    return close_after_case(t, thread);
}

HANDLE full_handle_of(struct test_case *t, struct worker *worker)
{
    if (!worker->full)
        worker->full = open_thread(t, worker, THREAD_ALL_ACCESS);
    return worker->full;
}

HANDLE duplicate_thread(struct test_case *t, struct worker *worker, DWORD access)
{
    HANDLE duplicate = NULL;
    HANDLE process = subject.GetCurrentProcess();
    need(t, subject.DuplicateHandle(process, full_handle_of(t, worker), process, &duplicate, access, FALSE, 0),
         "DuplicateHandle of a thread");
    return close_after_case(t, duplicate);
}
