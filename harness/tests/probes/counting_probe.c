/* What a build for coverage must keep of processes that end otherwise than by returning; see test_code_coverage.py.
 *
 *   all     starts the others, several at a time, and ends the one that waits as the runner ends a process
 *   ends    counts a line and terminates itself
 *   waits   counts a line, says so, and waits for ever
 */
#include <stdio.h>
#include <string.h>
#include <windows.h>

#include "coverage.h"

#define TERMINATE_THEMSELVES 8
#define DEADLINE_MS          30000
#define READY                "wincancel-counting-probe-ready"

static volatile LONG counted;

static HANDLE start(const char *self, const char *mode)
{
    char command[MAX_PATH * 2];
    STARTUPINFOA startup = { .cb = sizeof(startup) };
    PROCESS_INFORMATION process = { 0 };
    snprintf(command, sizeof(command), "\"%s\" %s", self, mode);
    if (!CreateProcessA(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process))
        return NULL;
    CloseHandle(process.hThread);
    return process.hProcess;
}

static int end(void)
{
    counted = 1; /* as often as processes terminate themselves */
    keep_coverage();
    TerminateProcess(GetCurrentProcess(), 0);
    return 1;
}

static int wait_for_ever(void)
{
    offer_coverage();
    counted = 2; /* once */
    SetEvent(OpenEventA(EVENT_MODIFY_STATE, FALSE, READY));
    WaitForSingleObject(GetCurrentProcess(), INFINITE);
    return 1;
}

static int start_all(const char *self)
{
    HANDLE ready = CreateEventA(NULL, TRUE, FALSE, READY);
    HANDLE ending[TERMINATE_THEMSELVES];
    HANDLE waiting = start(self, "waits");
    for (int i = 0; i < TERMINATE_THEMSELVES; ++i)
        ending[i] = start(self, "ends");
    if (WaitForMultipleObjects(TERMINATE_THEMSELVES, ending, TRUE, DEADLINE_MS) != WAIT_OBJECT_0)
        return 2;
    if (WaitForSingleObject(ready, DEADLINE_MS) != WAIT_OBJECT_0)
        return 3;
    ask_for_coverage(waiting);
    return WaitForSingleObject(waiting, 0) == WAIT_OBJECT_0 ? 0 : 4;
}

int main(int argument_count, char **arguments)
{
    const char *mode = argument_count > 1 ? arguments[1] : "";
    if (!strcmp(mode, "ends"))
        return end();
    if (!strcmp(mode, "waits"))
        return wait_for_ever();
    return start_all(arguments[0]);
}
