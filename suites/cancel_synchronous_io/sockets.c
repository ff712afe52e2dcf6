/* CSIO-SUBJ-SOCKET, -SOCKET-OVERLAPPED, -SELECT: what a cancel does to calls that block on a socket. Nothing public
 * says it of Windows, so what the cancel finds is recorded; judged is what the page says of any operation: one that was
 * cancelled fails with 995, and a cancel that found nothing has done nothing. */
#include "modes.h"
#include "operations/socket_accept.h"
#include "operations/socket_receive.h"
#include "operations/socket_select.h"

static const struct socket_call {
    const char *name;
    const struct operation_kind *kind;
} synchronous_calls[] = {
    { "recv", &socket_recv },
    { "recvfrom", &socket_recvfrom },
    { "ReadFile", &socket_read_file },
    { "accept", &socket_accept },
}, overlapped_calls[] = {
    { "recv", &overlapped_socket_recv },
    { "recvfrom", &overlapped_socket_recvfrom },
    { "ReadFile", &overlapped_socket_read_file },
    { "accept", &overlapped_socket_accept },
}, selects[] = {
    { "NOT_OVERLAPPED", &socket_select },
    { "WSA_FLAG_OVERLAPPED", &overlapped_socket_select },
};

static const struct evidence no_evidence = { .found = CHARACTERISED, .ends = CHARACTERISED };

static void cancel_socket_call(struct test_case *t)
{
    struct operation *call = start_blocked(t, VARIANT(t, struct socket_call)->kind);
    cancel_eventually(t, call, no_evidence);
}

static void synchronous_call_ends(struct test_case *t)
{
    cancel_socket_call(t);
}

static void overlapped_call_is_not_found(struct test_case *t)
{
    cancel_socket_call(t);
}

static void select_is_recorded(struct test_case *t)
{
    cancel_socket_call(t);
}

TEST(synchronous_call_ends, .clause = "CSIO-SUBJ-SOCKET", .variants = VARIANTS(synchronous_calls, name),
     .tiers = DOCUMENTED, .supports = "CancelSynchronousIo");
TEST(overlapped_call_is_not_found, .clause = "CSIO-SUBJ-SOCKET-OVERLAPPED",
     .variants = VARIANTS(overlapped_calls, name), .tiers = DOCUMENTED, .class = WAITING,
     .supports = "CancelSynchronousIo");
TEST(select_is_recorded, .clause = "CSIO-SUBJ-SELECT", .variants = VARIANTS(selects, name), .tiers = DOCUMENTED,
     .class = WAITING, .supports = "CancelSynchronousIo");
