/* Calls that may raise an exception: Wine raises 0x80000100 where an export is only a stub, and the stubs that an IDL
 * compiler makes raise every failure of a remote call.
 *
 * The compiler's own means (__try, __except) exist under MSVC only. Elsewhere a vectored handler, which the system asks
 * before any other, leaves the raising code by a long jump that restores the stack pointer and runs nothing in between;
 * so `call` must hold nothing that needs releasing while it calls what may raise. The handler takes exceptions of a
 * thread only while that thread is inside guarded_call().
 */
#ifndef WINCANCEL_GUARD_H
#define WINCANCEL_GUARD_H

#include <windows.h>

/* Runs call(argument) on this thread. Returns the code of the exception that ended it, 0 if it returned. */
DWORD guarded_call(void (*call)(void *argument), void *argument);

/* The exception of Wine's exports that are only stubs. */
#define EXCEPTION_OF_WINE_STUB 0x80000100u

#endif
