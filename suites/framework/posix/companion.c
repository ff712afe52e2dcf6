/* Companions are processes that talk through named pipes of Windows: see ../companion.h. A case that asks for one is
 * UNTESTED here. */
#include "companion.h"

void register_role(struct companion_role *role)
{
    (void)role;
}

void start_companion(struct test_case *t, struct companion *companion, const char *role, const char *argument)
{
    (void)companion;
    (void)argument;
    untested(t, "needs a second process, a %s, which the build for WinPR does not have", role);
}

bool send_message(struct channel *channel, const void *message, DWORD size)
{
    (void)channel;
    (void)message;
    (void)size;
    return false;
}

DWORD receive_message(struct channel *channel, void *message, DWORD room, DWORD milliseconds)
{
    (void)channel;
    (void)message;
    (void)room;
    (void)milliseconds;
    return 0;
}

bool await_message(struct companion *companion, void *message, DWORD size, unsigned milliseconds)
{
    (void)companion;
    (void)message;
    (void)size;
    (void)milliseconds;
    return false;
}

void terminate_companion(struct companion *companion)
{
    (void)companion;
}

void dispose_of_companion(struct companion *companion)
{
    (void)companion;
}

int run_companion(const char *role, const WCHAR *pipe, const char *argument)
{
    (void)role;
    (void)pipe;
    (void)argument;
    return 2;
}
