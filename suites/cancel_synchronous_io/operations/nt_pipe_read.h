/* Kind of operation: NtReadFile of an empty pipe, with a status block that the test knows the address of. */
#ifndef WINCANCEL_NT_PIPE_READ_H
#define WINCANCEL_NT_PIPE_READ_H

#include "operation.h"

extern const struct operation_kind nt_pipe_read;

#define STATUS_CANCELLED_CODE ((LONG)0xC0000120)
#define STATUS_NOT_FOUND_CODE ((LONG)0xC0000225)
#define STATUS_PRESET         ((LONG)0x20C0FFEE) /* what a status block holds before a call */
#define INFORMATION_PRESET    0x5A5Au

/* The status block of the blocked call. */
struct wincancel_io_status *status_of(const struct operation *operation);

#endif
