#include "nothing_to_cancel.h"

#define CALLS 32u

void check_nothing_to_cancel(struct test_case *t, HANDLE thread, enum tier returned, enum tier error)
{
    struct call cancel = { .returned = FALSE };
    unsigned accepted = 0;
    DWORD odd_error = ERROR_NOT_FOUND;
    for (unsigned i = 0; i < CALLS; ++i) {
        cancel = call_cancel_synchronous_io(t, thread);
        if (cancel.returned)
            ++accepted;
        else if (cancel.last_error != ERROR_NOT_FOUND)
            odd_error = cancel.last_error;
        SwitchToThread();
    }
    note_count(t, "cancel.calls", CALLS);
    check_count(t, returned, "cancel.accepted", accepted, ALLOW(0));
    if (accepted < CALLS)
        check_error(t, error, "cancel.last_error", odd_error, ALLOW(ERROR_NOT_FOUND));
    note_elapsed(t, "cancel.elapsed", cancel.elapsed_us);
}
