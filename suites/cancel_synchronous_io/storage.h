/* What a directory that the user named really is: which protocol or which file system it is reached through. */
#ifndef WINCANCEL_STORAGE_H
#define WINCANCEL_STORAGE_H

#include "wincancel_test.h"

struct storage {
    DWORD remote_error; /* 0: it is remote, and `remote` says how; else why that is not known */
    FILE_REMOTE_PROTOCOL_INFO remote;
    DWORD volume_error; /* 0: `file_system` is known */
    WCHAR file_system[64];
    char description[200];
};

/* Asks a file made for it in `directory`, and records the answers as storage.*. UNRESOLVED if no file can be made. */
void look_at_storage(struct test_case *t, const WCHAR *directory, struct storage *storage);

/* SMB at all; of major version 3; and that on a share with transparent failover, or of a scale-out server. */
bool is_smb(const struct storage *storage);
bool is_smb3(const struct storage *storage);
bool is_smb3_with_failover(const struct storage *storage);
bool is_smb3_scale_out(const struct storage *storage);
/* The file systems of cluster shared volumes, and ReFS. */
bool is_csvfs(const struct storage *storage);
bool is_refs(const struct storage *storage);

#endif
