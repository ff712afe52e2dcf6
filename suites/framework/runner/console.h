/* A pseudo console of our own: what a child needs to read from a real console without a screen. */
#ifndef WINCANCEL_CONSOLE_H
#define WINCANCEL_CONSOLE_H

#include <stdbool.h>
#include <windows.h>

struct console {
    void *handle;         /* HPCON */
    HANDLE input, output; /* our ends */
    HANDLE drain;         /* thread that reads what the console shows */
};

/* NULL, or why this system has none (valid until the next call). */
const char *open_console(struct console *console);
/* After the end of the processes in it. Returns in bounded time; what of the console will not end is left alone, and
 * ends with this process. */
void close_console(struct console *console);
/* An attribute list for CreateProcess, which free_console_attributes() frees; NULL: out of memory. */
LPPROC_THREAD_ATTRIBUTE_LIST console_attributes(const struct console *console);
void free_console_attributes(LPPROC_THREAD_ATTRIBUTE_LIST list);

#endif
