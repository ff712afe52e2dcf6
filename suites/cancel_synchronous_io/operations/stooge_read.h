/* Kind of operation: a read of an empty pipe by a thread of another process. */
#ifndef WINCANCEL_STOOGE_READ_H
#define WINCANCEL_STOOGE_READ_H

#include "stooge.h"

/* `operation->worker` only waits for news of it: cancels are aimed at the stooge's thread or handle. */
extern const struct operation_kind stooge_read;

struct stooge *stooge_of(const struct operation *operation);
/* OpenThread of the thread that blocks, by `subject`; closed after the case. */
HANDLE open_thread_of_stooge(struct test_case *t, const struct operation *operation, DWORD access);

#endif
