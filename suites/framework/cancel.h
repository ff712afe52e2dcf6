/* The call under test, for the framework. */
#ifndef WINCANCEL_CANCEL_H
#define WINCANCEL_CANCEL_H

#include "operation.h"

/* Once, timed, with the last error preset; on whatever thread runs this. The function must be there. */
struct call cancel_once(HANDLE thread);

#endif
