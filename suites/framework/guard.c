#include "guard.h"

#ifdef _MSC_VER

DWORD guarded_call(void (*call)(void *argument), void *argument)
{
    __try {
        call(argument);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return GetExceptionCode();
    }
    return 0;
}

#else

#    include <stdbool.h>
#    include <stdlib.h>

struct guard {
    void *place[5]; /* what __builtin_setjmp fills: its documented size */
    DWORD code;
    struct guard *outer;
};

static DWORD slot = TLS_OUT_OF_INDEXES;

static LONG CALLBACK leave(EXCEPTION_POINTERS *pointers)
{
    DWORD code = pointers->ExceptionRecord->ExceptionCode;
    struct guard *guard = TlsGetValue(slot);
    if (!guard || code >> 30 == 1 /* informational: text for a debugger, the name of a thread */)
        return EXCEPTION_CONTINUE_SEARCH;
    guard->code = code;
    __builtin_longjmp(guard->place, 1);
}

/* Once in the process, and never taken back: another thread may be in need of it. */
static void install_handler(void)
{
    static volatile LONG state; /* 0, being installed 1, installed 2 */
    if (InterlockedCompareExchange(&state, 1, 0) == 0) {
        slot = TlsAlloc();
        if (slot == TLS_OUT_OF_INDEXES || !AddVectoredExceptionHandler(1, leave))
            abort();
        InterlockedExchange(&state, 2);
    }
    while (InterlockedCompareExchange(&state, 2, 2) != 2)
        SwitchToThread();
}

/* A function of its own, never inlined: a jump to __builtin_setjmp keeps none of the registers of its function. */
__attribute__((noinline)) static bool call_inside(struct guard *guard, void (*call)(void *argument), void *argument)
{
    if (__builtin_setjmp(guard->place))
        return false;
    call(argument);
    return true;
}

DWORD guarded_call(void (*call)(void *argument), void *argument)
{
    DWORD error = GetLastError(); /* which TlsGetValue clears, and the call may look at */
    install_handler();
    struct guard guard = { .outer = TlsGetValue(slot) };
    TlsSetValue(slot, &guard);
    SetLastError(error);
    bool returned = call_inside(&guard, call, argument);
    error = GetLastError();
    TlsSetValue(slot, guard.outer);
    SetLastError(error);
    return returned ? 0 : guard.code;
}

#endif
