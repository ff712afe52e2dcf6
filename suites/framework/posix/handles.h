/* What a HANDLE of the plumbing is where the system is POSIX: a descriptor, and what kind of thing it is of.
 *
 * WinPR's handles are its own and never come here: whatever a function of the subject made goes back to the subject.
 * Events and threads are eventfds, processes pidfds, so every wait is one poll(), and what a child inherits keeps its
 * value.
 */
#ifndef WINCANCEL_POSIX_HANDLES_H
#define WINCANCEL_POSIX_HANDLES_H

#include <windows.h>

enum posix_kind {
    POSIX_NONE, /* of somebody else */
    POSIX_EVENT,
    POSIX_AUTO_EVENT, /* a wait that it ends resets it */
    POSIX_THREAD,     /* readable once the thread has ended; its value is the exit code plus 1 */
    POSIX_PROCESS,
    POSIX_FILE
};

HANDLE posix_handle(enum posix_kind kind, int descriptor);
enum posix_kind posix_kind_of(HANDLE handle);
int posix_descriptor(HANDLE handle);

/* Sets the last error to what Windows calls the errno, and returns FALSE. */
BOOL posix_failed(int error);

#endif
