/* What a case makes: memory, handles, names and scratch files of its own, and how each is let go after the case. */
#include "case.h"
#include "paths.h"

#include <stdio.h>
#include <stdlib.h>

static void push_release(struct release **list, void (*release)(void *argument), void *argument)
{
    struct release *entry = malloc(sizeof(*entry));
    if (!entry)
        abort();
    entry->function = release;
    entry->argument = argument;
    entry->next = *list;
    *list = entry;
}

void *memory_of_case(struct test_case *t, size_t size)
{
    void *memory = calloc(1, size ? size : 1);
    if (!memory)
        unresolved(t, "out of memory (%u bytes)", (unsigned)size);
    push_release(&t->memory, free, memory);
    return memory;
}

void after_case(struct test_case *t, void (*release)(void *argument), void *argument)
{
    push_release(&t->releases, release, argument);
}

static void close_handle(void *handle)
{
    subject.CloseHandle(handle);
}

HANDLE close_after_case(struct test_case *t, HANDLE handle)
{
    DWORD error = GetLastError();
    if (handle && handle != INVALID_HANDLE_VALUE)
        after_case(t, close_handle, handle);
    SetLastError(error);
    return handle;
}

void discard_child(struct test_case *t, const char *why)
{
    t->discard_child = true;
    if (!t->reason[0])
        snprintf(t->reason, sizeof(t->reason), "child discarded: %s", why);
}

static void run_releases(struct release **list)
{
    while (*list) {
        struct release *entry = *list;
        *list = entry->next;
        entry->function(entry->argument);
        free(entry);
    }
}

/* Memory last, because what is released looks into it; and not at all where something may still run in it. */
void release_what_case_made(struct test_case *t)
{
    run_releases(&t->releases);
    if (!t->discard_child)
        run_releases(&t->memory);
}

static WCHAR *join_unique(struct test_case *t, const WCHAR *before, size_t size)
{
    static LONG counter;
    WCHAR *name = memory_of_case(t, size * sizeof(*name));
    char tail[96];
    snprintf(tail, sizeof(tail), "wincancel-%s-%lx-%lx", child.run, (unsigned long)GetCurrentProcessId(),
             (unsigned long)InterlockedIncrement(&counter));
    size_t at = 0;
    for (; before[at] && at + 1 < size; ++at)
        name[at] = before[at];
    for (size_t i = 0; tail[i] && at + 1 < size; ++i)
        name[at++] = (WCHAR)(unsigned char)tail[i];
    name[at] = 0;
    return name;
}

const WCHAR *unique_name(struct test_case *t)
{
    return join_unique(t, L"", 128);
}

const WCHAR *unique_pipe_name(struct test_case *t)
{
    return join_unique(t, L"\\\\.\\pipe\\", 160);
}

const WCHAR *scratch_path(struct test_case *t)
{
    WCHAR directory[MAX_PATH + 2];
    swprintf(directory, MAX_PATH + 2, L"%ls" PATH_SEPARATOR, t->scratch ? t->scratch : child.scratch);
    return join_unique(t, directory, MAX_PATH + 160);
}

void put_scratch_in(struct test_case *t, const WCHAR *directory)
{
    t->scratch = directory;
}
