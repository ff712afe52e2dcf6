/* Kinds of operation: reads of a console without input, which block until somebody types a line. */
#ifndef WINCANCEL_CONSOLE_READ_H
#define WINCANCEL_CONSOLE_READ_H

#include "operation.h"

extern const struct operation_kind console_read_file;
extern const struct operation_kind console_read_wide; /* ReadConsoleW */
extern const struct operation_kind console_read_ansi; /* ReadConsoleA */

#endif
