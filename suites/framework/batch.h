/* The order that a parent gives a child: a file, since a command line is too short for a list of cases. UTF-8 lines
 * "WORD REST":
 *
 *     mode cases | probe | companion         (see companion.h; its other lines are run, scale, seed, subject and the
 * next) role NAME        argument TEXT         channel PIPE run NAME         seed N     scale X pipe HANDLE      go_on
 * HANDLE          in hexadecimal: for records; what to wait for between two cases scratch PATH     subject PATH data
 * NAME=PATH missing NAME WHY                       a capability, as the probe found console yes | WHY whether the child
 * has a console case INDEX REPEAT ID
 */
#ifndef WINCANCEL_BATCH_H
#define WINCANCEL_BATCH_H

/* The child's whole life; the exit code of its process. */
int run_child(const wchar_t *batch_file);

#endif
