/* What tests ask of the system besides their subject, and POSIX has not in the same terms. Each fails as a Windows
 * would that lacks it, so the case that needs it ends UNRESOLVED or UNTESTED with the reason; none pretends. */
#include <winsock2.h>

#include "handles.h"

static BOOL absent(void)
{
    SetLastError(ERROR_CALL_NOT_IMPLEMENTED);
    return FALSE;
}

/* ---- sockets: they are WinPR's, or nobody's -----------------------------------------------------------------------
 */

int WSAAPI WSAStartup(WORD version, WSADATA *data)
{
    (void)version;
    (void)data;
    return WSASYSNOTREADY;
}

int WSAAPI WSACleanup(void)
{
    return SOCKET_ERROR;
}

int WSAAPI WSAGetLastError(void)
{
    return WSANOTINITIALISED;
}

void WSAAPI WSASetLastError(int error)
{
    (void)error;
}

int WSAAPI closesocket(SOCKET socket)
{
    (void)socket;
    return SOCKET_ERROR;
}

int WSAAPI WSAEventSelect(SOCKET socket, HANDLE event, LONG events)
{
    (void)socket;
    (void)event;
    (void)events;
    return SOCKET_ERROR;
}

int WSAAPI WSAEnumNetworkEvents(SOCKET socket, HANDLE event, WSANETWORKEVENTS *events)
{
    (void)socket;
    (void)event;
    (void)events;
    return SOCKET_ERROR;
}

/* ---- threads and processors ---------------------------------------------------------------------------------------
 */

/* The last way to end what a case left blocked: without it the child is discarded. */
BOOL WINAPI CancelSynchronousIo(HANDLE thread)
{
    (void)thread;
    return absent();
}

DWORD_PTR WINAPI SetThreadAffinityMask(HANDLE thread, DWORD_PTR mask)
{
    (void)thread;
    (void)mask;
    absent();
    return 0;
}

BOOL WINAPI GetProcessAffinityMask(HANDLE process, DWORD_PTR *of_process, DWORD_PTR *of_system)
{
    (void)process;
    (void)of_process;
    (void)of_system;
    return absent();
}

BOOL WINAPI DuplicateHandle(HANDLE from_process, HANDLE object, HANDLE to_process, HANDLE *duplicate, DWORD access,
                            BOOL inherit, DWORD options)
{
    (void)from_process;
    (void)object;
    (void)to_process;
    (void)duplicate;
    (void)access;
    (void)inherit;
    (void)options;
    return absent();
}

/* ---- files and memory of Windows ----------------------------------------------------------------------------------
 */

BOOL WINAPI GetVolumePathNameW(const WCHAR *file, WCHAR *root, DWORD size)
{
    (void)file;
    (void)root;
    (void)size;
    return absent();
}

void *WINAPI VirtualAlloc(void *address, SIZE_T size, DWORD type, DWORD protection)
{
    (void)address;
    (void)size;
    (void)type;
    (void)protection;
    absent();
    return NULL;
}

BOOL WINAPI VirtualFree(void *address, SIZE_T size, DWORD type)
{
    (void)address;
    (void)size;
    (void)type;
    return absent();
}

HMODULE WINAPI GetModuleHandleW(const WCHAR *name)
{
    (void)name;
    absent();
    return NULL;
}
