/* Handles that are no thread's. Each maker ends the case if it cannot; what it makes is closed after the case. */
#ifndef WINCANCEL_HANDLES_H
#define WINCANCEL_HANDLES_H

#include "operation.h"

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

/* Handles of threads, of all access, that have been closed: of the body's own, and of a worker's. */
HANDLE make_closed_handle(struct test_case *t);
HANDLE make_closed_handle_of(struct test_case *t, struct worker *worker);

#endif
