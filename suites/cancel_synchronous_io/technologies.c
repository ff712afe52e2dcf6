/* CSIO-TECH-SMB3, -TFO, -SO, -CSVFS, -REFS, -SMB-2: the function works on files of the technologies in the page's
 * table. The table has a yes and no more; so that an operation is found follows from it, and what then ends it is the
 * page's own. Each case first finds out what the directory really is that it was given. */
#include "modes.h"
#include "operations/directory_changes.h"
#include "operations/file_lock.h"
#include "operations/oplock.h"
#include "storage.h"

static const struct file_operation {
    const char *name;
    const struct operation_kind *kind;
    struct evidence evidence;
} file_operations[] = {
    { "LockFileEx", &contended_file_lock, { IMPLIED, IMPLIED } },
    { "ReadDirectoryChangesW", &directory_changes, { IMPLIED, IMPLIED } },
    { "CreateFile", &oplocked_create, { IMPLIED, IMPLIED } }, /* redirectors refuse oplocks: UNTESTED there */
};

static void need_storage(struct test_case *t, const char *data, bool (*is_it)(const struct storage *), const char *what)
{
    struct storage storage;
    look_at_storage(t, need_data(t, data), &storage);
    if (!is_it(&storage))
        untested(t, "needs %s as --data %s=DIRECTORY; what was given is %s", what, data, storage.description);
}

static void works_on(struct test_case *t, const char *data, bool (*is_it)(const struct storage *), const char *what)
{
    const struct file_operation *row = VARIANT(t, struct file_operation);
    need_storage(t, data, is_it, what);
    cancel_eventually(t, start_blocked(t, row->kind), row->evidence);
}

static void works_on_smb3(struct test_case *t)
{
    works_on(t, "smb", is_smb3, "a share of SMB 3.0 or later");
}

static void works_with_failover(struct test_case *t)
{
    works_on(t, "smb", is_smb3_with_failover, "an SMB 3.0 share with transparent failover");
}

static void works_on_scale_out(struct test_case *t)
{
    works_on(t, "smb", is_smb3_scale_out, "an SMB 3.0 share of a scale-out server");
}

static void works_on_csvfs(struct test_case *t)
{
    works_on(t, "csv", is_csvfs, "a cluster shared volume");
}

static void works_on_refs(struct test_case *t)
{
    works_on(t, "refs", is_refs, "a ReFS volume");
}

static void lock_on_share_is_recorded(struct test_case *t)
{
    static const struct evidence no_evidence = { CHARACTERISED, CHARACTERISED };
    need_storage(t, "smb", is_smb, "a share");
    cancel_eventually(t, start_blocked(t, &contended_file_lock), no_evidence);
}

/* What the rows of the table have in common. */
#define FILE_OPERATIONS                                                                                                \
    .variants = VARIANTS(file_operations, name), .tiers = DOCUMENTED | IMPLIED, .class = WAITING,                      \
    .supports = "CancelSynchronousIo"

TEST(works_on_smb3, .clause = "CSIO-TECH-SMB3", FILE_OPERATIONS, .needs = "data:smb");
TEST(works_with_failover, .clause = "CSIO-TECH-TFO", FILE_OPERATIONS, .needs = "data:smb");
TEST(works_on_scale_out, .clause = "CSIO-TECH-SO", FILE_OPERATIONS, .needs = "data:smb");
TEST(works_on_csvfs, .clause = "CSIO-TECH-CSVFS", FILE_OPERATIONS, .needs = "data:csv");
TEST(works_on_refs, .clause = "CSIO-TECH-REFS", FILE_OPERATIONS, .needs = "data:refs");
TEST(lock_on_share_is_recorded, .clause = "CSIO-TECH-SMB-2", .tiers = DOCUMENTED, .class = WAITING,
     .supports = "CancelSynchronousIo", .needs = "data:smb");
