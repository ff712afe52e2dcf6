/* Kinds of operation: WaitNamedPipe on a pipe whose one instance is taken. Nobody can see that they block. */
#ifndef WINCANCEL_PIPE_WAIT_H
#define WINCANCEL_PIPE_WAIT_H

#include "taken_instance.h"

extern const struct operation_kind wait_named_pipe;         /* NMPWAIT_WAIT_FOREVER */
extern const struct operation_kind wait_named_pipe_limited; /* a time limit that no case lives to see */

struct taken_instance *instance_of(struct operation *operation);

#endif
