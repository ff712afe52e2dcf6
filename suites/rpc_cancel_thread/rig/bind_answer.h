/* What everybody who plays a server answers to a bind. */
#ifndef RCT_BIND_ANSWER_H
#define RCT_BIND_ANSWER_H

#include <stddef.h>

#include "wire/co_pdu.h"

/* The answer to a bind or alter_context: the first context is accepted, whatever it is, and the rest refused. Returns
 * its size, 0 if it does not fit into `capacity`. */
size_t build_bind_answer(uint8_t *data, size_t capacity, const struct co_pdu *bind);

#endif
