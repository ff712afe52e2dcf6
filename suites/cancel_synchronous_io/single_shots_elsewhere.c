/* CSIO-RACE-4: whatever one cancel answers, what becomes of the operation agrees with it; on what is no pipe. Most of
 * these show nobody that they have begun, so each is tried many times with the cancel at another moment. */
#include "operations/directory_changes.h"
#include "operations/file_lock.h"
#include "operations/mailslot_read.h"
#include "operations/socket_accept.h"
#include "operations/socket_receive.h"
#include "operations/socket_select.h"
#include "single_shots.h"

#define TRIALS 24u

static const struct subject_kind {
    const char *name;
    const struct operation_kind *kind;
} files[] = {
    { "LockFileEx", &contended_file_lock },
    { "ReadDirectoryChangesW", &directory_changes },
    { "mailslot_ReadFile", &mailslot_read },
}, sockets[] = {
    { "recv", &socket_recv },
    { "recvfrom", &socket_recvfrom },
    { "ReadFile", &socket_read_file },
    { "accept", &socket_accept },
    { "select", &socket_select },
    { "overlapped_recv", &overlapped_socket_recv },
    { "overlapped_recvfrom", &overlapped_socket_recvfrom },
    { "overlapped_ReadFile", &overlapped_socket_read_file },
    { "overlapped_accept", &overlapped_socket_accept },
    { "overlapped_select", &overlapped_socket_select },
};

static void single_shot_files(struct test_case *t)
{
    storm_of_single_shots(t, VARIANT(t, struct subject_kind)->kind, TRIALS);
}

static void single_shot_sockets(struct test_case *t)
{
    storm_of_single_shots(t, VARIANT(t, struct subject_kind)->kind, TRIALS);
}

TEST(single_shot_files, .clause = "CSIO-RACE-4", .variants = VARIANTS(files, name), .tiers = DOCUMENTED | IMPLIED,
     .supports = "CancelSynchronousIo");
TEST(single_shot_sockets, .clause = "CSIO-RACE-4", .variants = VARIANTS(sockets, name), .tiers = DOCUMENTED | IMPLIED,
     .supports = "CancelSynchronousIo");
