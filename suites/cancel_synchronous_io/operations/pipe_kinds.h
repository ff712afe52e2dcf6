/* All operations on pipes that block, by name: the rows of the tests that are about any operation. */
#ifndef WINCANCEL_PIPE_KINDS_H
#define WINCANCEL_PIPE_KINDS_H

#include "modes.h"

struct pipe_kind {
    const char *name;
    const struct operation_kind *kind;
    /* How well it is known that Windows finds such an operation and ends it. */
    struct evidence evidence;
    /* What the pages say of any operation weighs DOCUMENTED for kinds that Windows is known to cancel: then these are
     * what the pages speak of. For the others it is only recorded, since a driver may not support cancelling. */
    enum tier general;
};

extern const struct pipe_kind pipe_kinds[14];

/* In place of VARIANTS(pipe_kinds, name): the first rows only, which block on a handle. WaitNamedPipe and CallNamedPipe
 * have none. */
#define PIPE_KINDS_ON_HANDLE                                                                                           \
    {                                                                                                                  \
        .rows = pipe_kinds, .count = 11, .size = sizeof(pipe_kinds[0]),                                                \
        .name_offset = offsetof(struct pipe_kind, name)                                                                \
    }

#endif
