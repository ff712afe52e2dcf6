/* A named pipe whose one instance is taken by a client, and can be made free again without blocking: what WaitNamedPipe
 * and CallNamedPipe wait for. */
#ifndef WINCANCEL_TAKEN_INSTANCE_H
#define WINCANCEL_TAKEN_INSTANCE_H

#include "operation.h"

struct taken_instance {
    const WCHAR *name;
    HANDLE server; /* overlapped, so that nothing below blocks */
    HANDLE client;
    OVERLAPPED listening;
    OVERLAPPED answering;
};

/* Message type in both directions. */
void need_taken_instance(struct test_case *t, struct taken_instance *instance);
/* Disconnects the client, and listens for another. False if the system refuses. */
bool free_instance(struct taken_instance *instance);
/* A client, as instance->client. False if the pipe cannot be opened now. */
bool take_instance(struct taken_instance *instance);
/* Waits until a client has connected and asked, and answers it with `size` bytes of `data`. False after `milliseconds`
 * (scaled), or if the system refuses. */
bool answer_client(struct taken_instance *instance, const void *data, DWORD size, unsigned milliseconds);
/* Whether a byte comes through from instance->client to the server. */
bool is_intact(struct taken_instance *instance);
void close_instance(struct taken_instance *instance);

#endif
