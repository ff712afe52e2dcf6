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

/* NULL, or why this system has none. */
const char *open_console(struct console *console);
void close_console(struct console *console);
/* An attribute list for CreateProcess; free() it. */
LPPROC_THREAD_ATTRIBUTE_LIST console_attributes(const struct console *console);

#endif
