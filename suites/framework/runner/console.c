#include "console.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The function's own names, because not every system and not every SDK has it (Windows 10 1809 and later). */
typedef HRESULT(WINAPI *create_pseudo_console)(COORD size, HANDLE input, HANDLE output, DWORD flags, void **console);
typedef void(WINAPI *close_pseudo_console)(void *console);
#define ATTRIBUTE_PSEUDOCONSOLE 0x00020016

#define CLOSE_DEADLINE_MS 3000u /* of each thing that is to end once a console is closed */

static FARPROC kernel_function(const char *name)
{
    return GetProcAddress(GetModuleHandleA("kernel32.dll"), name);
}

static DWORD WINAPI drain(void *argument)
{
    char buffer[4096];
    DWORD size;
    while (ReadFile(argument, buffer, sizeof(buffer), &size, NULL) && size) {
    }
    return 0;
}

const char *open_console(struct console *console)
{
    create_pseudo_console create = (create_pseudo_console)(void (*)(void))kernel_function("CreatePseudoConsole");
    static char why[64];
    HANDLE input_read, output_write;
    COORD size = { 80, 25 };
    memset(console, 0, sizeof(*console));
    if (!create)
        return "CreatePseudoConsole is not exported";
    if (!CreatePipe(&input_read, &console->input, NULL, 0) || !CreatePipe(&console->output, &output_write, NULL, 0))
        return "no pipes for a pseudo console";
    HRESULT result = create(size, input_read, output_write, 0, &console->handle);
    CloseHandle(input_read);
    CloseHandle(output_write);
    if (FAILED(result)) {
        CloseHandle(console->input);
        CloseHandle(console->output);
        memset(console, 0, sizeof(*console));
        snprintf(why, sizeof(why), "CreatePseudoConsole failed with 0x%08lX", (unsigned long)result);
        return why;
    }
    console->drain = CreateThread(NULL, 0, drain, console->output, 0, NULL);
    return NULL;
}

/* ClosePseudoConsole waits for the console's host, on some systems with no time limit, so a thread of its own does it.
 */
static DWORD WINAPI close_handle(void *argument)
{
    close_pseudo_console close = (close_pseudo_console)(void (*)(void))kernel_function("ClosePseudoConsole");
    if (close)
        close(argument);
    return 0;
}

/* Waits for the thread, and forgets it either way. */
static bool has_finished(HANDLE thread)
{
    bool finished = thread && WaitForSingleObject(thread, CLOSE_DEADLINE_MS) == WAIT_OBJECT_0;
    if (thread)
        CloseHandle(thread);
    return finished;
}

void close_console(struct console *console)
{
    if (!console->handle)
        return;
    has_finished(CreateThread(NULL, 0, close_handle, console->handle, 0, NULL));
    CloseHandle(console->input);
    if (has_finished(console->drain))
        CloseHandle(console->output); /* else the thread still reads from it, and ends with us */
    memset(console, 0, sizeof(*console));
}

LPPROC_THREAD_ATTRIBUTE_LIST console_attributes(const struct console *console)
{
    SIZE_T size = 0;
    InitializeProcThreadAttributeList(NULL, 1, 0, &size);
    LPPROC_THREAD_ATTRIBUTE_LIST list = calloc(1, size ? size : 64);
    if (list && InitializeProcThreadAttributeList(list, 1, 0, &size))
        UpdateProcThreadAttribute(list, 0, ATTRIBUTE_PSEUDOCONSOLE, console->handle, sizeof(void *), NULL, NULL);
    return list;
}

void free_console_attributes(LPPROC_THREAD_ATTRIBUTE_LIST list)
{
    if (list)
        DeleteProcThreadAttributeList(list);
    free(list);
}
