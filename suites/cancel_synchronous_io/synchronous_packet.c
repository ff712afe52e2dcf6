/* CSIO-IOCP-1: cancelling a synchronous operation queues no packet to the completion port of its handle.
 *
 * A handle that belongs to a port is an overlapped one, so most calls on it are asynchronous; FlushFileBuffers is not.
 */
#include "completion_port.h"
#include "modes.h"
#include "overlapped_read.h"
#include "operations/pipe_flush.h"
#include "operations/read_file.h"

struct flush {
    HANDLE port;
    struct overlapped_pipe *pipe;
};

static void prepare_flush(struct test_case *t, struct operation *operation)
{
    struct flush *flush = operation->state;
    DWORD written = 0;
    flush->pipe = make_overlapped_pipe(t);
    operation->handle = flush->pipe->handle;
    /* Something unread, written before there is a port. */
    OVERLAPPED overlapped = { .hEvent = subject.CreateEventW(NULL, TRUE, FALSE, NULL) };
    need(t, overlapped.hEvent != NULL, "CreateEvent");
    BOOL wrote = subject.WriteFile(operation->handle, RELEASE_DATA, RELEASE_DATA_SIZE, &written, &overlapped) ||
                 (GetLastError() == ERROR_IO_PENDING &&
                  subject.GetOverlappedResult(operation->handle, &overlapped, &written, TRUE));
    subject.CloseHandle(overlapped.hEvent);
    need(t, wrote, "WriteFile before a flush");
    flush->port = make_port_of(t, operation->handle);
}

static void read_what_is_unread(struct operation *operation)
{
    struct flush *flush = operation->state;
    DWORD ignored;
    subject.ReadFile(flush->pipe->peer, operation->data, OPERATION_DATA, &ignored, NULL);
}

static bool is_flushed(struct operation *operation, char *why, size_t why_size)
{
    (void)why;
    (void)why_size;
    return operation->result.returned;
}

static const struct operation_kind flush_on_port = {
    .name = "flush_on_port",
    .is_io = true,
    .state_size = sizeof(struct flush),
    .prepare = prepare_flush,
    .perform = flush_handle,
    .release = read_what_is_unread,
    .is_full = is_flushed,
};

/* So that "no packet" says something of the cancel, and not of the port. */
static void need_working_port(struct test_case *t, const struct flush *flush)
{
    struct overlapped_read *read = start_overlapped_read(t, flush->pipe);
    need(t, write_release_data(flush->pipe), "WriteFile to the peer of an overlapped read");
    struct packet packet = next_packet(t, flush->port);
    if (!packet.arrived || packet.overlapped != &read->overlapped)
        unresolved(t, "an overlapped read that completes does not queue its packet to the port of its handle");
}

static void no_packet(struct test_case *t)
{
    struct operation *flush = start_blocked(t, &flush_on_port);
    HANDLE port = ((struct flush *)flush->state)->port;

    struct call cancel = need_aborted(t, flush);

    note_error(t, "cancel.last_error", cancel.last_error);
    check_no_packet(t, IMPLIED, "packet", port);
    need_working_port(t, flush->state);
}

TEST(no_packet, .clause = "CSIO-IOCP-1", .tiers = IMPLIED, .supports = "CancelSynchronousIo");
