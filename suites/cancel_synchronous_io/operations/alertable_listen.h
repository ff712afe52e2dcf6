/* Kinds of operation: a synchronous listen on a server's end of a pipe that the native layer made, where a user APC
 * may or may not end a wait. */
#ifndef WINCANCEL_ALERTABLE_LISTEN_H
#define WINCANCEL_ALERTABLE_LISTEN_H

#include "operation.h"

extern const struct operation_kind alertable_listen;     /* FILE_SYNCHRONOUS_IO_ALERT */
extern const struct operation_kind non_alertable_listen; /* FILE_SYNCHRONOUS_IO_NONALERT */

/* What NtFsControlFile returned, once it has. */
LONG status_of_listen(const struct operation *operation);

#endif
