/* A console of Windows is not to be had here: see ../runner/console.h. */
#include "../runner/console.h"

const char *open_console(struct console *console)
{
    console->handle = NULL;
    return "WinPR has no consoles";
}

void close_console(struct console *console)
{
    (void)console;
}

LPPROC_THREAD_ATTRIBUTE_LIST console_attributes(const struct console *console)
{
    (void)console;
    return NULL;
}

void free_console_attributes(LPPROC_THREAD_ATTRIBUTE_LIST list)
{
    (void)list;
}
