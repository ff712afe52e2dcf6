/* The lattice of access rights: each row lacks THREAD_SET_CONTEXT, the one right that cancels. */
#ifndef RCT_THREAD_RIGHTS_H
#define RCT_THREAD_RIGHTS_H

#include "thread_access.h"

static const struct right rights[] = {
    RIGHT(THREAD_TERMINATE), /* what CancelSynchronousIo asks for */
    RIGHTS_ASKED_FOR_BY_NONE,
    { "ALL_BUT_SET_CONTEXT_OF_XP", THREAD_ALL_ACCESS_OF_XP & ~THREAD_SET_CONTEXT },
    { "ALL_BUT_SET_CONTEXT", THREAD_ALL_ACCESS & ~THREAD_SET_CONTEXT },
};

#endif
