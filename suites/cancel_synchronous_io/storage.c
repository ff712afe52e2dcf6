#include "storage.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "paths.h"

#define PROTOCOL_SMB 0x00020000u /* WNNC_NET_SMB, which not every wnnc.h has */

static void ask_protocol(struct test_case *t, HANDLE file, struct storage *storage)
{
    const FILE_REMOTE_PROTOCOL_INFO *remote = &storage->remote;
    if (subject.GetFileInformationByHandleEx(file, FileRemoteProtocolInfo, &storage->remote, sizeof(storage->remote))) {
        note_count(t, "storage.protocol", remote->Protocol);
        note_count(t, "storage.protocol_major_version", remote->ProtocolMajorVersion);
        note_count(t, "storage.protocol_minor_version", remote->ProtocolMinorVersion);
        note_access(t, "storage.share_capabilities", remote->ProtocolSpecific.Smb2.Share.Capabilities);
    } else {
        storage->remote_error = GetLastError();
        note_error(t, "storage.protocol_error", storage->remote_error);
    }
}

static void ask_volume(struct test_case *t, const WCHAR *directory, struct storage *storage)
{
    WCHAR root[MAX_PATH];
    if (GetVolumePathNameW(directory, root, MAX_PATH) &&
        subject.GetVolumeInformationW(root, NULL, 0, NULL, NULL, NULL, storage->file_system,
                                      sizeof(storage->file_system) / sizeof(storage->file_system[0]))) {
        note_wide(t, "storage.file_system", storage->file_system, wcslen(storage->file_system));
    } else {
        storage->volume_error = GetLastError();
        note_error(t, "storage.volume_error", storage->volume_error);
    }
}

static void describe(struct storage *storage)
{
    char protocol[96];
    if (storage->remote_error)
        snprintf(protocol, sizeof(protocol), "not remote (error %lu)", (unsigned long)storage->remote_error);
    else
        snprintf(protocol, sizeof(protocol), "remote by protocol 0x%lX %u.%u, share capabilities 0x%lX",
                 (unsigned long)storage->remote.Protocol, storage->remote.ProtocolMajorVersion,
                 storage->remote.ProtocolMinorVersion,
                 (unsigned long)storage->remote.ProtocolSpecific.Smb2.Share.Capabilities);
    snprintf(storage->description, sizeof(storage->description), "%s, of file system '%s'", protocol,
             utf8_of(storage->file_system));
}

void look_at_storage(struct test_case *t, const WCHAR *directory, struct storage *storage)
{
    memset(storage, 0, sizeof(*storage));
    put_scratch_in(t, directory);
    HANDLE file = subject.CreateFileW(scratch_path(t), GENERIC_WRITE | DELETE, FILE_SHARE_READ | FILE_SHARE_DELETE,
                                      NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL | FILE_FLAG_DELETE_ON_CLOSE, NULL);
    need(t, file != INVALID_HANDLE_VALUE, "CreateFile in the directory that --data names");
    ask_protocol(t, file, storage);
    subject.CloseHandle(file);
    ask_volume(t, directory, storage);
    describe(storage);
}

bool is_smb(const struct storage *storage)
{
    return !storage->remote_error && storage->remote.Protocol == PROTOCOL_SMB;
}

bool is_smb3(const struct storage *storage)
{
    return is_smb(storage) && storage->remote.ProtocolMajorVersion >= 3;
}

/* The first version of the structure, which Windows 7 fills, has no capabilities. */
static bool has_capability(const struct storage *storage, ULONG capability)
{
    return storage->remote.StructureVersion >= 2 &&
           (storage->remote.ProtocolSpecific.Smb2.Share.Capabilities & capability) != 0;
}

bool is_smb3_with_failover(const struct storage *storage)
{
    return is_smb3(storage) && has_capability(storage, RPI_FLAG_SMB2_SHARECAP_CONTINUOUS_AVAILABILITY);
}

bool is_smb3_scale_out(const struct storage *storage)
{
    return is_smb3(storage) && has_capability(storage, RPI_FLAG_SMB2_SHARECAP_SCALEOUT);
}

static bool is_file_system(const struct storage *storage, const WCHAR *name)
{
    return !storage->volume_error && !_wcsicmp(storage->file_system, name);
}

bool is_csvfs(const struct storage *storage)
{
    return is_file_system(storage, L"CSVFS");
}

bool is_refs(const struct storage *storage)
{
    return is_file_system(storage, L"ReFS");
}
