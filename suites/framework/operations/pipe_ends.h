/* The two ends of a pipe, for the kinds of operation that block on one of them. */
#ifndef WINCANCEL_PIPE_ENDS_H
#define WINCANCEL_PIPE_ENDS_H

#include "operation.h"

#define PIPE_QUOTA 4096u /* of each direction of the pipes made here, in bytes; a suggestion to the system */

/* Makes a named pipe of one instance, and opens it: operation->handle and ->peer are its server's and its client's end.
 * `flags` are added to the server's open mode (FILE_FLAG_OVERLAPPED), `type` is of CreateNamedPipe. */
void need_server_and_client(struct test_case *t, struct operation *operation, DWORD flags, DWORD type);
/* The same with the client's end as operation->handle. */
void need_client_and_server(struct test_case *t, struct operation *operation, DWORD flags, DWORD type);
/* Makes an anonymous pipe, and puts its ends where the arguments say. */
void need_anonymous(struct test_case *t, HANDLE *read_end, HANDLE *write_end);

/* Closes an end if there is one, and forgets it. */
void close_end(HANDLE *end);
/* Closes operation->handle and ->peer: the dispose() of most kinds. */
void close_both_ends(struct operation *operation);
/* Closes operation->peer alone, which breaks the pipe. */
void close_peer(struct operation *operation);

/* How many bytes can be read from this end; 0 if it cannot be asked. Not for an end with a synchronous operation in
 * flight: on Windows the question would wait for that operation. */
DWORD bytes_available(HANDLE end);
/* Waits until something can be read from this end; false after `milliseconds` (scaled). */
bool await_bytes(HANDLE end, unsigned milliseconds);
/* Reads until `size` bytes have come, or nothing more comes for `milliseconds` (scaled). Never blocks longer than that.
 * Returns how many came. The end must be synchronous. */
DWORD read_what_comes(HANDLE end, void *data, DWORD size, unsigned milliseconds);

#endif
