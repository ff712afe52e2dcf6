/* Writing the stream. */
#ifndef WINCANCEL_RECORDER_H
#define WINCANCEL_RECORDER_H

#include "../json.h"
#include "plan.h"

struct recorder {
    HANDLE file; /* INVALID_HANDLE_VALUE: no stream wanted */
    struct text pending;
    uint64_t start_us;
    bool failed;
    DWORD error; /* why, if it failed */
};

/* The stream must not exist yet. False: `error` says why. */
bool open_recorder(struct recorder *recorder, const WCHAR *path);
/* Appends a record; written by flush_recorder(). */
void record_line(struct recorder *recorder, const struct text *line);
void record_start(struct recorder *recorder, const struct run_item *item);
/* A value or a histogram: the members that the child sent. */
void record_from_child(struct recorder *recorder, const char *record, const struct run_item *item, const char *members,
                       size_t size);
/* Verdict and end. `reason` is JSON or NULL; `exit_code` counts where the child ended without finishing the case. */
void record_end(struct recorder *recorder, const struct run_item *item, const char *reason, bool child_ended,
                DWORD exit_code);
/* False once writing failed (a full disk): the run is not valid. */
bool flush_recorder(struct recorder *recorder);
void close_recorder(struct recorder *recorder);

#endif
