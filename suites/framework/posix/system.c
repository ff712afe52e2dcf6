/* The rest of the system for the plumbing: time, the last error, and libraries. */
#include <dlfcn.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "handles.h"
#include "paths.h"

#define EXIT_NO_WINPR 3 /* no valid run: what the parent makes of a probe that does not answer */

/* ---- the last error -----------------------------------------------------------------------------------------------
 *
 * A test presets it and reads it around a call of WinPR's, so it is WinPR's own once that is loaded.
 */

static _Thread_local DWORD last_error;
static DWORD (*get_last_error)(void);
static void (*set_last_error)(DWORD error);

DWORD WINAPI GetLastError(void)
{
    return get_last_error ? get_last_error() : last_error;
}

void WINAPI SetLastError(DWORD error)
{
    if (set_last_error)
        set_last_error(error);
    else
        last_error = error;
}

/* ---- libraries ----------------------------------------------------------------------------------------------------
 */

static void *winpr;

static void *load_winpr(void)
{
    static const char *const names[] = { "libwinpr3.so.3", "libwinpr2.so.2" };
    if (winpr)
        return winpr;
    setenv("WLOG_LEVEL", "OFF", 0); /* its stubs tell the standard error that they are stubs */
    for (size_t i = 0; !winpr && i < sizeof(names) / sizeof(names[0]); ++i)
        winpr = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (!winpr) {
        fprintf(stderr, "wincancel: no WinPR can be loaded: %s\n", dlerror());
        exit(EXIT_NO_WINPR);
    }
    void *get = dlsym(winpr, "GetLastError"), *set = dlsym(winpr, "SetLastError");
    memcpy(&get_last_error, &get, sizeof(get));
    memcpy(&set_last_error, &set, sizeof(set));
    return winpr;
}

/* Every DLL of Windows is WinPR here. */
HMODULE WINAPI LoadLibraryA(const char *name)
{
    (void)name;
    return load_winpr();
}

HMODULE WINAPI LoadLibraryW(const WCHAR *name)
{
    load_winpr();
    char *path = utf8_of(name);
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    free(path);
    if (!library)
        SetLastError(ERROR_MOD_NOT_FOUND);
    return library;
}

/* dlsym() also looks into what the library needs, and a subject may need WinPR. */
static FARPROC own_symbol(HMODULE module, const char *name)
{
    void *symbol = dlsym(module, name);
    FARPROC function = NULL;
    Dl_info info;
    if (symbol && module != winpr) {
        struct link_map *map;
        if (dlinfo(module, RTLD_DI_LINKMAP, &map) || !dladdr(symbol, &info) || info.dli_fbase != (void *)map->l_addr)
            return NULL;
    }
    memcpy(&function, &symbol, sizeof(function));
    return function;
}

/* WinPR gives some functions other names, where another library could have the plain one too. */
FARPROC WINAPI GetProcAddress(HMODULE module, const char *name)
{
    static const char *const prefixes[] = { "", "winpr_", "_" };
    FARPROC function = own_symbol(module, name);
    for (size_t i = 1; !function && module == winpr && i < sizeof(prefixes) / sizeof(prefixes[0]); ++i) {
        char spelt[80];
        snprintf(spelt, sizeof(spelt), "%s%s", prefixes[i], name);
        function = own_symbol(module, spelt);
    }
    return function;
}

/* ---- time ---------------------------------------------------------------------------------------------------------
 */

BOOL WINAPI QueryPerformanceFrequency(LARGE_INTEGER *frequency)
{
    frequency->QuadPart = 1000000000;
    return TRUE;
}

BOOL WINAPI QueryPerformanceCounter(LARGE_INTEGER *counter)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    counter->QuadPart = now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
    return TRUE;
}

ULONGLONG WINAPI GetTickCount64(void)
{
    LARGE_INTEGER counter;
    QueryPerformanceCounter(&counter);
    return (ULONGLONG)counter.QuadPart / 1000000u;
}

void WINAPI GetSystemTime(SYSTEMTIME *time_)
{
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    memset(time_, 0, sizeof(*time_));
    time_->wYear = (WORD)(utc.tm_year + 1900);
    time_->wMonth = (WORD)(utc.tm_mon + 1);
    time_->wDay = (WORD)utc.tm_mday;
    time_->wHour = (WORD)utc.tm_hour;
    time_->wMinute = (WORD)utc.tm_min;
    time_->wSecond = (WORD)utc.tm_sec;
}

void WINAPI GetSystemTimeAsFileTime(FILETIME *time_)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t ticks = (uint64_t)now.tv_sec * 10000000u + (uint64_t)now.tv_nsec / 100u;
    time_->dwLowDateTime = (DWORD)ticks;
    time_->dwHighDateTime = (DWORD)(ticks >> 32);
}

/* ---- this process -------------------------------------------------------------------------------------------------
 */

DWORD WINAPI GetCurrentProcessId(void)
{
    return (DWORD)getpid();
}

HANDLE WINAPI GetCurrentProcess(void)
{
    return (HANDLE)(LONG_PTR)-1;
}

void WINAPI ExitProcess(UINT code)
{
    _exit((int)code);
}

/* Of this process only: see process.c for the others. */
BOOL WINAPI TerminateProcess(HANDLE process, UINT code)
{
    (void)process;
    _exit((int)code);
}

UINT WINAPI SetErrorMode(UINT mode)
{
    (void)mode;
    return 0;
}

/* Every descriptor of ours is closed in a child unless said otherwise. */
HANDLE WINAPI GetStdHandle(DWORD name)
{
    (void)name;
    return NULL;
}

BOOL WINAPI SetHandleInformation(HANDLE object, DWORD mask, DWORD flags)
{
    (void)object;
    (void)mask;
    (void)flags;
    return TRUE;
}

static PHANDLER_ROUTINE stop_handler;

static void on_signal(int number)
{
    (void)number;
    if (stop_handler)
        stop_handler(CTRL_C_EVENT);
}

BOOL WINAPI SetConsoleCtrlHandler(PHANDLER_ROUTINE handler, BOOL add)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
    struct sigaction action = { .sa_handler = on_signal };
    (void)add;
    stop_handler = handler;
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); ++i)
        sigaction(signals[i], &action, NULL);
    return TRUE;
}
