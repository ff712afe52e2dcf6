/* Handles that are no thread's. Each maker ends the case if it cannot; what it makes is closed after the case. */
#ifndef WINCANCEL_HANDLES_H
#define WINCANCEL_HANDLES_H

#include "wincancel_test.h"

HANDLE make_event_handle(struct test_case *t);
HANDLE make_mutex_handle(struct test_case *t);
HANDLE make_semaphore_handle(struct test_case *t);
HANDLE make_section_handle(struct test_case *t);
HANDLE make_job_handle(struct test_case *t);
HANDLE make_completion_port_handle(struct test_case *t);
HANDLE make_file_handle(struct test_case *t);
HANDLE make_pipe_handle(struct test_case *t); /* the reading end of an anonymous one */
HANDLE make_process_handle(struct test_case *t);
HANDLE make_token_handle(struct test_case *t);

/* A thread's handle (of all access) that has been closed. */
HANDLE make_closed_handle(struct test_case *t);

#endif
