/* Kind of operation: ReadFile on a Unix fifo, which `--data fifo=PATH` names. */
#ifndef WINCANCEL_FIFO_READ_H
#define WINCANCEL_FIFO_READ_H

#include "operation.h"

extern const struct operation_kind fifo_read;

#endif
