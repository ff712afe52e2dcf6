/* WinPR raises no exceptions, and a fault in it is the whole process's: see ../guard.h. */
#include "guard.h"

DWORD guarded_call(void (*call)(void *argument), void *argument)
{
    call(argument);
    return 0;
}
