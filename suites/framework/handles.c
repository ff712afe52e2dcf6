#include "handles.h"

static HANDLE needed(struct test_case *t, HANDLE handle, const char *what)
{
    need(t, handle != NULL && handle != INVALID_HANDLE_VALUE, what);
    return close_after_case(t, handle);
}

HANDLE make_event_handle(struct test_case *t)
{
    return needed(t, subject.CreateEventW(NULL, FALSE, FALSE, NULL), "CreateEvent");
}

HANDLE make_mutex_handle(struct test_case *t)
{
    return needed(t, subject.CreateMutexW(NULL, FALSE, NULL), "CreateMutex");
}

HANDLE make_semaphore_handle(struct test_case *t)
{
    return needed(t, subject.CreateSemaphoreW(NULL, 0, 1, NULL), "CreateSemaphore");
}

HANDLE make_section_handle(struct test_case *t)
{
    return needed(t, subject.CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 4096, NULL),
                  "CreateFileMapping");
}

HANDLE make_job_handle(struct test_case *t)
{
    return needed(t, subject.CreateJobObjectW(NULL, NULL), "CreateJobObject");
}

HANDLE make_completion_port_handle(struct test_case *t)
{
    return needed(t, subject.CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0), "CreateIoCompletionPort");
}

HANDLE make_file_handle(struct test_case *t)
{
    return needed(t,
                  subject.CreateFileW(scratch_path(t), GENERIC_READ | GENERIC_WRITE | DELETE, 0, NULL, CREATE_NEW,
                                      FILE_FLAG_DELETE_ON_CLOSE, NULL),
                  "CreateFile");
}

HANDLE make_pipe_handle(struct test_case *t)
{
    HANDLE read_end = NULL, write_end = NULL;
    need(t, subject.CreatePipe(&read_end, &write_end, NULL, 0), "CreatePipe");
    close_after_case(t, write_end);
    return close_after_case(t, read_end);
}

HANDLE make_process_handle(struct test_case *t)
{
    return needed(t, subject.OpenProcess(PROCESS_ALL_ACCESS, FALSE, GetCurrentProcessId()), "OpenProcess");
}

HANDLE make_token_handle(struct test_case *t)
{
    HANDLE token = NULL;
    need(t, subject.OpenProcessToken(subject.GetCurrentProcess(), TOKEN_QUERY, &token), "OpenProcessToken");
    return close_after_case(t, token);
}

static HANDLE closed_duplicate(struct test_case *t, HANDLE source)
{
    HANDLE thread = NULL, process = subject.GetCurrentProcess();
    need(t, subject.DuplicateHandle(process, source, process, &thread, 0, FALSE, DUPLICATE_SAME_ACCESS),
         "DuplicateHandle of a thread");
    need(t, subject.CloseHandle(thread), "CloseHandle");
    return thread;
}

HANDLE make_closed_handle(struct test_case *t)
{
    return closed_duplicate(t, subject.GetCurrentThread());
}

HANDLE make_closed_handle_of(struct test_case *t, struct worker *worker)
{
    /* The full handle is made first: made later it could get the number of the closed one. */
    return closed_duplicate(t, full_handle_of(t, worker));
}
