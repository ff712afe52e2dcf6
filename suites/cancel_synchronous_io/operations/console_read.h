/* Kinds of operation: reads of a console without input, which block until somebody types a line. */
#ifndef WINCANCEL_CONSOLE_READ_H
#define WINCANCEL_CONSOLE_READ_H

#include "operation.h"

extern const struct operation_kind console_read_file;
extern const struct operation_kind console_read_wide; /* ReadConsoleW */
extern const struct operation_kind console_read_ansi; /* ReadConsoleA */

#define MAX_LINE 16u
/* Puts the keys of a line of at most MAX_LINE small letters into the console's input, as release() does. */
void type_line(struct operation *operation, const char *letters);
/* Whether the operation returned TRUE with exactly that line. */
bool has_line(const struct operation *operation, const char *letters);

#endif
