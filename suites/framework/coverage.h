/* What a build for coverage counts (CMake's preset `coverage`), and how it gets into its files: a process of ours ends
 * without the C library's ways out, by itself or by another, and would take its counts with it. In every other build
 * these do nothing. */
#ifndef WINCANCEL_COVERAGE_H
#define WINCANCEL_COVERAGE_H

#ifdef WINCANCEL_COVERAGE
#    include <windows.h>

/* Adds what this process has counted since it last did so to the files: before its end, and before what may end it. */
void keep_coverage(void);
/* Lets other processes of the run ask this one to keep its counts and end. */
void offer_coverage(void);
/* Asks `process`, which is about to be terminated, to do so; waits for its end, but not for long. */
void ask_for_coverage(HANDLE process);
#else
#    define keep_coverage()           ((void)0)
#    define offer_coverage()          ((void)0)
#    define ask_for_coverage(process) ((void)(process))
#endif

#endif
