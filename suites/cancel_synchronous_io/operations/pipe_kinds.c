#include "pipe_kinds.h"

#include "pipe_call.h"
#include "pipe_connect.h"
#include "pipe_flush.h"
#include "operations/pipe_read.h"
#include "pipe_transact.h"
#include "pipe_wait.h"
#include "pipe_write.h"

#define SEEN_ON_WINDOWS { OBSERVED, OBSERVED }, DOCUMENTED
#define NOT_YET_SEEN    { CHARACTERISED, CHARACTERISED }, CHARACTERISED

const struct pipe_kind pipe_kinds[14] = {
    { "ConnectNamedPipe", &connect_named_pipe, SEEN_ON_WINDOWS },
    { "FSCTL_PIPE_LISTEN", &fsctl_pipe_listen, SEEN_ON_WINDOWS },
    { "ReadFile_server", &named_pipe_read_server, SEEN_ON_WINDOWS },
    { "ReadFile_client", &named_pipe_read_client, SEEN_ON_WINDOWS },
    { "ReadFile_anonymous", &anonymous_pipe_read, SEEN_ON_WINDOWS },
    { "ReadFile_no_bytes", &named_pipe_read_zero, SEEN_ON_WINDOWS },
    { "WriteFile_server", &named_pipe_write_server, SEEN_ON_WINDOWS },
    { "WriteFile_client", &named_pipe_write_client, SEEN_ON_WINDOWS },
    { "WriteFile_anonymous", &anonymous_pipe_write, SEEN_ON_WINDOWS },
    { "FlushFileBuffers", &named_pipe_flush_client, NOT_YET_SEEN },
    { "TransactNamedPipe", &transact_named_pipe, NOT_YET_SEEN },
    /* those without a handle: see PIPE_KINDS_ON_HANDLE */
    { "WaitNamedPipe", &wait_named_pipe, SEEN_ON_WINDOWS },
    { "CallNamedPipe_busy", &call_named_pipe_busy, NOT_YET_SEEN },
    { "CallNamedPipe_silent", &call_named_pipe_silent, NOT_YET_SEEN },
};
