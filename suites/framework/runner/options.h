/* The command line. */
#ifndef WINCANCEL_OPTIONS_H
#define WINCANCEL_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <windows.h>

#define MAX_OPTION_VALUES 64

struct option_values {
    const char *value[MAX_OPTION_VALUES]; /* UTF-8 */
    unsigned count;
};

struct options {
    enum { COMMAND_LIST, COMMAND_RUN, COMMAND_CHILD } command;
    bool json;
    struct option_values suites, filters, classes, data;
    const WCHAR *cases_file;
    const WCHAR *out;
    const WCHAR *batch_file; /* COMMAND_CHILD */
    const char *subject;     /* a full path, so that a child elsewhere finds it */
    unsigned jobs;           /* 0: as many as processors, 4 at most */
    unsigned shard, shards;
    unsigned repeat;
    uint64_t seed;
    bool shuffle;
    double timeout_scale;
};

/* 0; or the exit code to end with (2 for wrong usage, after one line on stderr; 0 is never "end": help ends with -1).
 */
int read_options(struct options *options, int count, WCHAR **arguments);

#endif
