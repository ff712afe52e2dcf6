/* Kinds of operation: a write of more than the pipe holds, which blocks until the peer has read it. */
#ifndef WINCANCEL_PIPE_WRITE_H
#define WINCANCEL_PIPE_WRITE_H

#include "operation.h"

extern const struct operation_kind named_pipe_write_server;
extern const struct operation_kind named_pipe_write_client;
extern const struct operation_kind anonymous_pipe_write;

/* Sixteen times what the pipe is asked to hold. The byte at each offset tells where it belongs. */
#define PIPE_WRITE_SIZE 65536u
void fill_pattern(unsigned char *data, size_t size);
/* Whether `data` is what fill_pattern() makes, from its beginning. */
bool is_pattern(const unsigned char *data, size_t size);

#endif
