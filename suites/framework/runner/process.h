/* A child process of the runner: started in a job, with a pipe for its records and nothing else of ours. */
#ifndef WINCANCEL_PROCESS_H
#define WINCANCEL_PROCESS_H

#include <stdbool.h>
#include <windows.h>

#include "console.h"

struct process {
    HANDLE process;
    HANDLE job;
    HANDLE records; /* our end of the pipe, overlapped */
    HANDLE go_on;   /* event for the child: what its case left behind has been looked at */
    OVERLAPPED reading;
    bool is_reading;
    bool at_end; /* every writer of the pipe is gone */
    char buffer[16384];
};

/* The inheritable end of a new record pipe, and ours in `process`; NULL with the last error set. */
HANDLE make_record_pipe(struct process *process, const char *run, unsigned number);
/* Starts `wincancel child BATCH`; closes `write_end` here. False with the last error set. */
bool start_process(struct process *process, const WCHAR *batch_file, HANDLE write_end, const struct console *console);
/* Begins or goes on reading; call until it returns 0 after `reading.hEvent` was signalled. Gives the bytes that came in
 * `buffer`. */
DWORD read_records(struct process *process);
/* Lets the child go on after a case. */
void let_go_on(const struct process *process);
/* How many processes of the tree live, as far as the system tells; 0: it does not. */
DWORD processes_alive(const struct process *process);
/* Ends the whole tree and waits at most `milliseconds`. False: something survived; it is left. `*code` is the exit
 * code. */
bool end_process(struct process *process, DWORD milliseconds, DWORD *code);
/* Closes what is ours. After end_process(). Should `is_reading` remain, `process` must stay where it is. */
void forget_process(struct process *process);

#endif
