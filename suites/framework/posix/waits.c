/* Events and waits of the plumbing, on eventfd() and poll(). */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "case.h"
#include "handles.h"

HANDLE WINAPI CreateEventW(SECURITY_ATTRIBUTES *security, BOOL manual, BOOL initial, const WCHAR *name)
{
    (void)name;
    bool inherited = security && security->bInheritHandle;
    int event = eventfd(initial ? 1 : 0, EFD_NONBLOCK | (inherited ? 0 : EFD_CLOEXEC));
    if (event < 0) {
        posix_failed(errno);
        return NULL;
    }
    return posix_handle(manual ? POSIX_EVENT : POSIX_AUTO_EVENT, event);
}

BOOL WINAPI SetEvent(HANDLE event)
{
    uint64_t one = 1;
    /* One that is about to overflow is set already. */
    if (write(posix_descriptor(event), &one, sizeof(one)) == sizeof(one) || errno == EAGAIN)
        return TRUE;
    return posix_failed(errno);
}

BOOL WINAPI ResetEvent(HANDLE event)
{
    uint64_t count;
    if (read(posix_descriptor(event), &count, sizeof(count)) == sizeof(count) || errno == EAGAIN)
        return TRUE;
    return posix_failed(errno);
}

/* Whether this waiter, of several, is the one that an event lets go on. */
static bool take(HANDLE object)
{
    uint64_t count;
    if (posix_kind_of(object) != POSIX_AUTO_EVENT)
        return true;
    return read(posix_descriptor(object), &count, sizeof(count)) == sizeof(count);
}

static int left_of(uint64_t deadline_us)
{
    uint64_t now = now_us();
    uint64_t left = now < deadline_us ? (deadline_us - now + 999) / 1000 : 0;
    return left < INT_MAX ? (int)left : INT_MAX;
}

DWORD WINAPI WaitForMultipleObjects(DWORD count, const HANDLE *objects, BOOL all, DWORD milliseconds)
{
    struct pollfd polled[MAXIMUM_WAIT_OBJECTS];
    uint64_t deadline = now_us() + milliseconds * UINT64_C(1000);
    if (!count || count > MAXIMUM_WAIT_OBJECTS || all) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return WAIT_FAILED;
    }
    for (DWORD i = 0; i < count; ++i) {
        if (posix_kind_of(objects[i]) == POSIX_NONE) {
            SetLastError(ERROR_INVALID_HANDLE);
            return WAIT_FAILED;
        }
        polled[i] = (struct pollfd){ .fd = posix_descriptor(objects[i]), .events = POLLIN };
    }
    for (;;) {
        int ready = poll(polled, count, milliseconds == INFINITE ? -1 : left_of(deadline));
        if (ready < 0 && errno != EINTR) {
            posix_failed(errno);
            return WAIT_FAILED;
        }
        for (DWORD i = 0; ready > 0 && i < count; ++i) {
            if (polled[i].revents & POLLNVAL) {
                SetLastError(ERROR_INVALID_HANDLE);
                return WAIT_FAILED;
            }
            if (polled[i].revents && take(objects[i]))
                return WAIT_OBJECT_0 + i;
        }
        if (milliseconds != INFINITE && !left_of(deadline))
            return WAIT_TIMEOUT;
    }
}

DWORD WINAPI WaitForSingleObject(HANDLE object, DWORD milliseconds)
{
    return WaitForMultipleObjects(1, &object, FALSE, milliseconds);
}

/* The pseudo handle of the current thread: what a pause waits for. Never readable. */
HANDLE WINAPI GetCurrentThread(void)
{
    static volatile LONG made; /* the descriptor plus 1 */
    LONG descriptor = InterlockedCompareExchange(&made, 0, 0);
    if (!descriptor) {
        int event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
        descriptor = event + 1;
        LONG other = InterlockedCompareExchange(&made, descriptor, 0);
        if (other) {
            close(event);
            descriptor = other;
        }
    }
    return posix_handle(POSIX_EVENT, descriptor - 1);
}

BOOL WINAPI SwitchToThread(void)
{
    sched_yield();
    return TRUE;
}
