/* The interface of a subject: the functions that wincancel tests, and every operation they act on.
 *
 * wincancel calls nothing of this list directly. It calls through `subject`, a table that is filled at start-up from
 * the system's DLLs and, for every listed name that the library given by `--subject LIBRARY` exports, from that
 * library. To test a function of your own, export it under its name from a DLL. That is all; nothing is built again:
 *
 *     #include "wincancel_subject.h"
 *
 *     WINCANCEL_EXPORT BOOL WINAPI CancelSynchronousIo(HANDLE thread)
 *     {
 *         (void)thread;
 *         SetLastError(ERROR_NOT_FOUND);
 *         return FALSE;
 *     }
 *
 *     x86_64-w64-mingw32-gcc -shared -I suites/framework mine.c -o mine.dll
 *     wincancel-x86_64.exe run --subject mine.dll
 *
 * Include this header before (or instead of) windows.h, so that the functions are declared as yours to define.
 * 32-bit exports may be decorated (`CancelSynchronousIo@4`) or plain. A library none of whose exports is listed is
 * refused. What it does not export stays the system's, which WINCANCEL_SYSTEM(ReadFile) gives as a typed pointer.
 *
 * Handles that one listed function makes are only ever given to listed functions, so a whole implementation with
 * handles of its own can stand in, provided it exports all that its handles meet (CloseHandle, WaitForSingleObject and
 * DuplicateHandle included). The last error is the calling thread's own (SetLastError of the system).
 *
 * Types are those of windows.h. Where a type needs a header beyond windows.h it is spelt as what it is made of:
 * NTSTATUS and RPC_STATUS are LONG, SOCKET is UINT_PTR, an address is `const void *`, and what rpc.h names (a binding
 * handle, an RPC_MESSAGE, an interface, an RPC_ASYNC_STATE, a format string, an exception's code) is `void *`, `const
 * void *` or the integer it is.
 */
#ifndef WINCANCEL_SUBJECT_H
#define WINCANCEL_SUBJECT_H

#if !defined(_KERNEL32_) && !defined(_WINDOWS_)
#    define _KERNEL32_ /* windows.h then declares kernel32's functions without dllimport */
#endif
#if !defined(_RPCRT4_) && !defined(__RPC_H__)
#    define _RPCRT4_ /* rpc.h, for those who include it, then does the same for rpcrt4's */
#endif
#ifndef WIN32_LEAN_AND_MEAN
#    define WIN32_LEAN_AND_MEAN /* keeps winsock.h out, so that winsock2.h may follow */
#endif
#include <windows.h>

/* IO_STATUS_BLOCK, which windows.h does not declare. */
struct wincancel_io_status {
    union {
        LONG status;
        void *pointer;
    } u;
    ULONG_PTR information;
};

/* X(library, result, convention, name, parameters): one line a function, grouped by what it does. */
#define WINCANCEL_SUBJECT_FUNCTIONS(X)                                                                                 \
    /* under test */                                                                                                   \
    X("kernel32.dll", BOOL, WINAPI, CancelSynchronousIo, (HANDLE thread))                                              \
    X("kernel32.dll", BOOL, WINAPI, CancelIo, (HANDLE file))                                                           \
    X("kernel32.dll", BOOL, WINAPI, CancelIoEx, (HANDLE file, OVERLAPPED * overlapped))                                \
    X("ntdll.dll", LONG, NTAPI, NtCancelSynchronousIoFile,                                                             \
      (HANDLE thread, struct wincancel_io_status * request, struct wincancel_io_status * status))                      \
    /* threads */                                                                                                      \
    X("kernel32.dll", HANDLE, WINAPI, CreateThread,                                                                    \
      (SECURITY_ATTRIBUTES * security, SIZE_T stack, LPTHREAD_START_ROUTINE start, void *argument, DWORD flags,        \
       DWORD *id))                                                                                                     \
    X("kernel32.dll", HANDLE, WINAPI, OpenThread, (DWORD access, BOOL inherit, DWORD id))                              \
    X("kernel32.dll", HANDLE, WINAPI, GetCurrentThread, (void))                                                        \
    X("kernel32.dll", HANDLE, WINAPI, GetCurrentProcess, (void))                                                       \
    X("kernel32.dll", HANDLE, WINAPI, OpenProcess, (DWORD access, BOOL inherit, DWORD id))                             \
    X("advapi32.dll", BOOL, WINAPI, OpenProcessToken, (HANDLE process, DWORD access, HANDLE * token))                  \
    X("kernel32.dll", DWORD, WINAPI, SuspendThread, (HANDLE thread))                                                   \
    X("kernel32.dll", DWORD, WINAPI, ResumeThread, (HANDLE thread))                                                    \
    X("kernel32.dll", BOOL, WINAPI, TerminateThread, (HANDLE thread, DWORD code))                                      \
    X("kernel32.dll", BOOL, WINAPI, GetExitCodeThread, (HANDLE thread, DWORD * code))                                  \
    X("kernel32.dll", DWORD, WINAPI, QueueUserAPC, (PAPCFUNC function, HANDLE thread, ULONG_PTR argument))             \
    X("kernel32.dll", BOOL, WINAPI, GetThreadIOPendingFlag, (HANDLE thread, BOOL * pending))                           \
    /* handles and waits */                                                                                            \
    X("kernel32.dll", BOOL, WINAPI, CloseHandle, (HANDLE object))                                                      \
    X("kernel32.dll", BOOL, WINAPI, DuplicateHandle,                                                                   \
      (HANDLE from_process, HANDLE object, HANDLE to_process, HANDLE * duplicate, DWORD access, BOOL inherit,          \
       DWORD options))                                                                                                 \
    X("kernel32.dll", DWORD, WINAPI, WaitForSingleObject, (HANDLE object, DWORD milliseconds))                         \
    X("kernel32.dll", DWORD, WINAPI, WaitForSingleObjectEx, (HANDLE object, DWORD milliseconds, BOOL alertable))       \
    X("kernel32.dll", DWORD, WINAPI, SignalObjectAndWait,                                                              \
      (HANDLE to_signal, HANDLE to_wait_on, DWORD milliseconds, BOOL alertable))                                       \
    X("kernel32.dll", HANDLE, WINAPI, CreateEventW,                                                                    \
      (SECURITY_ATTRIBUTES * security, BOOL manual, BOOL initial, const WCHAR *name))                                  \
    X("kernel32.dll", BOOL, WINAPI, SetEvent, (HANDLE event))                                                          \
    X("kernel32.dll", BOOL, WINAPI, ResetEvent, (HANDLE event))                                                        \
    X("kernel32.dll", HANDLE, WINAPI, CreateMutexW, (SECURITY_ATTRIBUTES * security, BOOL owned, const WCHAR *name))   \
    X("kernel32.dll", BOOL, WINAPI, ReleaseMutex, (HANDLE mutex))                                                      \
    X("kernel32.dll", HANDLE, WINAPI, CreateSemaphoreW,                                                                \
      (SECURITY_ATTRIBUTES * security, LONG initial, LONG maximum, const WCHAR *name))                                 \
    X("kernel32.dll", HANDLE, WINAPI, CreateJobObjectW, (SECURITY_ATTRIBUTES * security, const WCHAR *name))           \
    X("kernel32.dll", void, WINAPI, Sleep, (DWORD milliseconds))                                                       \
    X("kernel32.dll", DWORD, WINAPI, SleepEx, (DWORD milliseconds, BOOL alertable))                                    \
    X("kernel32.dll", void, WINAPI, InitializeCriticalSection, (CRITICAL_SECTION * section))                           \
    X("kernel32.dll", void, WINAPI, DeleteCriticalSection, (CRITICAL_SECTION * section))                               \
    X("kernel32.dll", void, WINAPI, EnterCriticalSection, (CRITICAL_SECTION * section))                                \
    X("kernel32.dll", void, WINAPI, LeaveCriticalSection, (CRITICAL_SECTION * section))                                \
    X("kernel32.dll", HANDLE, WINAPI, CreateFileMappingW,                                                              \
      (HANDLE file, SECURITY_ATTRIBUTES * security, DWORD protection, DWORD size_high, DWORD size_low,                 \
       const WCHAR *name))                                                                                             \
    X("kernel32.dll", HANDLE, WINAPI, CreateIoCompletionPort,                                                          \
      (HANDLE file, HANDLE port, ULONG_PTR key, DWORD concurrency))                                                    \
    X("kernel32.dll", BOOL, WINAPI, GetQueuedCompletionStatus,                                                         \
      (HANDLE port, DWORD * bytes, ULONG_PTR * key, OVERLAPPED * *overlapped, DWORD milliseconds))                     \
    X("kernel32.dll", BOOL, WINAPI, PostQueuedCompletionStatus,                                                        \
      (HANDLE port, DWORD bytes, ULONG_PTR key, OVERLAPPED * overlapped))                                              \
    X("kernel32.dll", BOOL, WINAPI, GetOverlappedResult,                                                               \
      (HANDLE file, OVERLAPPED * overlapped, DWORD * bytes, BOOL wait))                                                \
    /* files and devices */                                                                                            \
    X("kernel32.dll", HANDLE, WINAPI, CreateFileW,                                                                     \
      (const WCHAR *name, DWORD access, DWORD share, SECURITY_ATTRIBUTES *security, DWORD disposition, DWORD flags,    \
       HANDLE template_file))                                                                                          \
    X("kernel32.dll", BOOL, WINAPI, ReadFile,                                                                          \
      (HANDLE file, void *data, DWORD size, DWORD *transferred, OVERLAPPED *overlapped))                               \
    X("kernel32.dll", BOOL, WINAPI, WriteFile,                                                                         \
      (HANDLE file, const void *data, DWORD size, DWORD *transferred, OVERLAPPED *overlapped))                         \
    X("kernel32.dll", BOOL, WINAPI, FlushFileBuffers, (HANDLE file))                                                   \
    X("kernel32.dll", BOOL, WINAPI, DeviceIoControl,                                                                   \
      (HANDLE device, DWORD code, void *in, DWORD in_size, void *out, DWORD out_size, DWORD *transferred,              \
       OVERLAPPED *overlapped))                                                                                        \
    X("kernel32.dll", DWORD, WINAPI, GetFileType, (HANDLE file))                                                       \
    X("kernel32.dll", BOOL, WINAPI, LockFileEx,                                                                        \
      (HANDLE file, DWORD flags, DWORD reserved, DWORD size_low, DWORD size_high, OVERLAPPED * overlapped))            \
    X("kernel32.dll", BOOL, WINAPI, UnlockFileEx,                                                                      \
      (HANDLE file, DWORD reserved, DWORD size_low, DWORD size_high, OVERLAPPED * overlapped))                         \
    X("kernel32.dll", BOOL, WINAPI, ReadDirectoryChangesW,                                                             \
      (HANDLE directory, void *data, DWORD size, BOOL subtree, DWORD filter, DWORD *transferred,                       \
       OVERLAPPED *overlapped, LPOVERLAPPED_COMPLETION_ROUTINE routine))                                               \
    X("kernel32.dll", BOOL, WINAPI, CreateDirectoryW, (const WCHAR *name, SECURITY_ATTRIBUTES *security))              \
    X("kernel32.dll", BOOL, WINAPI, RemoveDirectoryW, (const WCHAR *name))                                             \
    X("kernel32.dll", BOOL, WINAPI, DeleteFileW, (const WCHAR *name))                                                  \
    X("kernel32.dll", BOOL, WINAPI, CopyFileW, (const WCHAR *from, const WCHAR *to, BOOL fail_if_exists))              \
    X("kernel32.dll", BOOL, WINAPI, MoveFileW, (const WCHAR *from, const WCHAR *to))                                   \
    X("kernel32.dll", BOOL, WINAPI, MoveFileExW, (const WCHAR *from, const WCHAR *to, DWORD flags))                    \
    X("kernel32.dll", BOOL, WINAPI, ReplaceFileW,                                                                      \
      (const WCHAR *replaced, const WCHAR *replacement, const WCHAR *backup, DWORD flags, void *exclude,               \
       void *reserved))                                                                                                \
    X("kernel32.dll", BOOL, WINAPI, GetVolumeInformationW,                                                             \
      (const WCHAR *root, WCHAR *volume, DWORD volume_size, DWORD *serial, DWORD *component, DWORD *flags,             \
       WCHAR *file_system, DWORD file_system_size))                                                                    \
    X("kernel32.dll", BOOL, WINAPI, GetFileInformationByHandleEx,                                                      \
      (HANDLE file, FILE_INFO_BY_HANDLE_CLASS class, void *data, DWORD size))                                          \
    /* pipes and mailslots */                                                                                          \
    X("kernel32.dll", BOOL, WINAPI, CreatePipe,                                                                        \
      (HANDLE * read_end, HANDLE * write_end, SECURITY_ATTRIBUTES * security, DWORD size))                             \
    X("kernel32.dll", HANDLE, WINAPI, CreateNamedPipeW,                                                                \
      (const WCHAR *name, DWORD open_mode, DWORD pipe_mode, DWORD instances, DWORD out_size, DWORD in_size,            \
       DWORD timeout, SECURITY_ATTRIBUTES *security))                                                                  \
    X("kernel32.dll", BOOL, WINAPI, ConnectNamedPipe, (HANDLE pipe, OVERLAPPED * overlapped))                          \
    X("kernel32.dll", BOOL, WINAPI, DisconnectNamedPipe, (HANDLE pipe))                                                \
    X("kernel32.dll", BOOL, WINAPI, WaitNamedPipeW, (const WCHAR *name, DWORD milliseconds))                           \
    X("kernel32.dll", BOOL, WINAPI, CallNamedPipeW,                                                                    \
      (const WCHAR *name, void *in, DWORD in_size, void *out, DWORD out_size, DWORD *transferred, DWORD milliseconds)) \
    X("kernel32.dll", BOOL, WINAPI, TransactNamedPipe,                                                                 \
      (HANDLE pipe, void *in, DWORD in_size, void *out, DWORD out_size, DWORD *transferred, OVERLAPPED *overlapped))   \
    X("kernel32.dll", BOOL, WINAPI, PeekNamedPipe,                                                                     \
      (HANDLE pipe, void *data, DWORD size, DWORD *read, DWORD *available, DWORD *left))                               \
    X("kernel32.dll", BOOL, WINAPI, SetNamedPipeHandleState,                                                           \
      (HANDLE pipe, DWORD * mode, DWORD * collect_count, DWORD * collect_timeout))                                     \
    X("kernel32.dll", HANDLE, WINAPI, CreateMailslotW,                                                                 \
      (const WCHAR *name, DWORD message_size, DWORD timeout, SECURITY_ATTRIBUTES *security))                           \
    /* console */                                                                                                      \
    X("kernel32.dll", BOOL, WINAPI, ReadConsoleW,                                                                      \
      (HANDLE console, void *data, DWORD size, DWORD *read, void *control))                                            \
    X("kernel32.dll", BOOL, WINAPI, ReadConsoleA,                                                                      \
      (HANDLE console, void *data, DWORD size, DWORD *read, void *control))                                            \
    X("kernel32.dll", BOOL, WINAPI, WriteConsoleInputW,                                                                \
      (HANDLE console, const INPUT_RECORD *records, DWORD count, DWORD *written))                                      \
    X("kernel32.dll", BOOL, WINAPI, FlushConsoleInputBuffer, (HANDLE console))                                         \
    /* the native layer */                                                                                             \
    X("ntdll.dll", LONG, NTAPI, NtReadFile,                                                                            \
      (HANDLE file, HANDLE event, void *apc, void *apc_context, struct wincancel_io_status *status, void *data,        \
       ULONG size, LARGE_INTEGER *offset, ULONG *key))                                                                 \
    X("ntdll.dll", LONG, NTAPI, NtFsControlFile,                                                                       \
      (HANDLE file, HANDLE event, void *apc, void *apc_context, struct wincancel_io_status *status, ULONG code,        \
       void *in, ULONG in_size, void *out, ULONG out_size))                                                            \
    X("ntdll.dll", LONG, NTAPI, NtCreateNamedPipeFile,                                                                 \
      (HANDLE * pipe, ULONG access, void *attributes, struct wincancel_io_status *status, ULONG share,                 \
       ULONG disposition, ULONG options, ULONG type, ULONG read_mode, ULONG completion_mode, ULONG instances,          \
       ULONG in_quota, ULONG out_quota, LARGE_INTEGER *timeout))                                                       \
    X("ntdll.dll", LONG, NTAPI, NtQueryObject, (HANDLE object, int class, void *data, ULONG size, ULONG *needed))      \
    /* sockets */                                                                                                      \
    X("ws2_32.dll", int, WINAPI, WSAStartup, (WORD version, void *data))                                               \
    X("ws2_32.dll", int, WINAPI, WSAGetLastError, (void))                                                              \
    X("ws2_32.dll", UINT_PTR, WINAPI, WSASocketW,                                                                      \
      (int family, int type, int protocol, void *info, unsigned group, DWORD flags))                                   \
    X("ws2_32.dll", UINT_PTR, WINAPI, socket, (int family, int type, int protocol))                                    \
    X("ws2_32.dll", int, WINAPI, bind, (UINT_PTR socket, const void *address, int size))                               \
    X("ws2_32.dll", int, WINAPI, listen, (UINT_PTR socket, int backlog))                                               \
    X("ws2_32.dll", UINT_PTR, WINAPI, accept, (UINT_PTR socket, void *address, int *size))                             \
    X("ws2_32.dll", int, WINAPI, connect, (UINT_PTR socket, const void *address, int size))                            \
    X("ws2_32.dll", int, WINAPI, getsockname, (UINT_PTR socket, void *address, int *size))                             \
    X("ws2_32.dll", int, WINAPI, recv, (UINT_PTR socket, char *data, int size, int flags))                             \
    X("ws2_32.dll", int, WINAPI, send, (UINT_PTR socket, const char *data, int size, int flags))                       \
    X("ws2_32.dll", int, WINAPI, recvfrom,                                                                             \
      (UINT_PTR socket, char *data, int size, int flags, void *address, int *address_size))                            \
    X("ws2_32.dll", int, WINAPI, sendto,                                                                               \
      (UINT_PTR socket, const char *data, int size, int flags, const void *address, int address_size))                 \
    X("ws2_32.dll", int, WINAPI, select,                                                                               \
      (int ignored, void *readable, void *writable, void *failed, const void *timeout))                                \
    X("ws2_32.dll", int, WINAPI, closesocket, (UINT_PTR socket))                                                       \
    /* remote calls: under test */                                                                                     \
    X("rpcrt4.dll", LONG, WINAPI, RpcCancelThread, (void *thread))                                                     \
    X("rpcrt4.dll", LONG, WINAPI, RpcCancelThreadEx, (void *thread, LONG seconds))                                     \
    X("rpcrt4.dll", LONG, WINAPI, RpcTestCancel, (void))                                                               \
    X("rpcrt4.dll", LONG, WINAPI, RpcServerTestCancel, (void *call))                                                   \
    X("rpcrt4.dll", LONG, WINAPI, RpcMgmtSetCancelTimeout, (LONG seconds))                                             \
    /* asynchronous ones */                                                                                            \
    X("rpcrt4.dll", LONG, WINAPI, RpcAsyncInitializeHandle, (void *async, unsigned size))                              \
    X("rpcrt4.dll", LONG, WINAPI, RpcAsyncCancelCall, (void *async, BOOL abort))                                       \
    X("rpcrt4.dll", LONG, WINAPI, RpcAsyncCompleteCall, (void *async, void *reply))                                    \
    X("rpcrt4.dll", LONG, WINAPI, RpcAsyncGetCallStatus, (void *async))                                                \
    X("rpcrt4.dll", LONG, WINAPI, RpcAsyncAbortCall, (void *async, ULONG exception))                                   \
    X("rpcrt4.dll", LONG_PTR, WINAPIV, NdrAsyncClientCall, (void *stub, const unsigned char *format, ...))             \
    X("rpcrt4.dll", void, WINAPI, NdrAsyncServerCall, (void *message))                                                 \
    /* what stubs are made of */                                                                                       \
    X("rpcrt4.dll", LONG, WINAPI, I_RpcGetBuffer, (void *message))                                                     \
    X("rpcrt4.dll", LONG, WINAPI, I_RpcSendReceive, (void *message))                                                   \
    X("rpcrt4.dll", LONG, WINAPI, I_RpcSend, (void *message))                                                          \
    X("rpcrt4.dll", LONG, WINAPI, I_RpcReceive, (void *message))                                                       \
    X("rpcrt4.dll", LONG, WINAPI, I_RpcFreeBuffer, (void *message))                                                    \
    X("rpcrt4.dll", void *, WINAPI, I_RpcGetCurrentCallHandle, (void))                                                 \
    X("rpcrt4.dll", LONG_PTR, WINAPIV, NdrClientCall2, (void *stub, const unsigned char *format, ...))                 \
    X("rpcrt4.dll", void, WINAPI, NdrServerCall2, (void *message))                                                     \
    X("rpcrt4.dll", void, WINAPI, RpcRaiseException, (LONG exception))                                                 \
    /* bindings */                                                                                                     \
    X("rpcrt4.dll", LONG, WINAPI, RpcStringBindingComposeW,                                                            \
      (WCHAR * object, WCHAR * protseq, WCHAR * address, WCHAR * endpoint, WCHAR * options, WCHAR * *binding))         \
    X("rpcrt4.dll", LONG, WINAPI, RpcBindingFromStringBindingW, (WCHAR * text, void **binding))                        \
    X("rpcrt4.dll", LONG, WINAPI, RpcStringFreeW, (WCHAR * *text))                                                     \
    X("rpcrt4.dll", LONG, WINAPI, RpcBindingFree, (void **binding))                                                    \
    X("rpcrt4.dll", LONG, WINAPI, RpcBindingSetOption, (void *binding, ULONG option, ULONG_PTR value))                 \
    X("rpcrt4.dll", LONG, WINAPI, RpcBindingServerFromClient, (void *client, void **server))                           \
    /* servers */                                                                                                      \
    X("rpcrt4.dll", LONG, WINAPI, RpcNetworkIsProtseqValidW, (WCHAR * protseq))                                        \
    X("rpcrt4.dll", LONG, WINAPI, RpcNetworkInqProtseqsW, (void **protseqs))                                           \
    X("rpcrt4.dll", LONG, WINAPI, RpcProtseqVectorFreeW, (void **protseqs))                                            \
    X("rpcrt4.dll", LONG, WINAPI, RpcServerUseProtseqEpW,                                                              \
      (WCHAR * protseq, unsigned calls, WCHAR *endpoint, void *security))                                              \
    X("rpcrt4.dll", LONG, WINAPI, RpcServerRegisterIf2,                                                                \
      (void *interface_, void *type, void *manager, unsigned flags, unsigned calls, unsigned size,                     \
       LONG(WINAPI *callback)(void *interface_, void *context)))                                                       \
    X("rpcrt4.dll", LONG, WINAPI, RpcServerUnregisterIf, (void *interface_, void *type, unsigned wait))                \
    X("rpcrt4.dll", LONG, WINAPI, RpcServerListen, (unsigned threads, unsigned calls, unsigned do_not_wait))           \
    X("rpcrt4.dll", LONG, WINAPI, RpcMgmtStopServerListening, (void *binding))                                         \
    X("rpcrt4.dll", LONG, WINAPI, RpcMgmtWaitServerListen, (void))                                                     \
    X("rpcrt4.dll", LONG, WINAPI, RpcServerInqCallAttributesW, (void *call, void *attributes))                         \
    X("rpcrt4.dll", LONG, WINAPI, RpcServerSubscribeForNotification,                                                   \
      (void *call, int notification, int type, void *information))                                                     \
    X("rpcrt4.dll", LONG, WINAPI, RpcServerUnsubscribeForNotification, (void *call, int notification, ULONG *queued))

#define WINCANCEL_DECLARE_TYPE(library, result, convention, name, parameters)                                          \
    typedef result(convention *wincancel_##name) parameters;
WINCANCEL_SUBJECT_FUNCTIONS(WINCANCEL_DECLARE_TYPE)
#undef WINCANCEL_DECLARE_TYPE

/* The table. A member is NULL when neither the subject library nor the system exports the function. */
#define WINCANCEL_DECLARE_MEMBER(library, result, convention, name, parameters) wincancel_##name name;
struct wincancel_subject {
    WINCANCEL_SUBJECT_FUNCTIONS(WINCANCEL_DECLARE_MEMBER)
};
#undef WINCANCEL_DECLARE_MEMBER

#define WINCANCEL_EXPORT __declspec(dllexport)

/* For subjects: the system's own function, typed; NULL where the system has none. `library` is a string as above. */
#define WINCANCEL_SYSTEM_OF(library, name)                                                                             \
    ((wincancel_##name)(void (*)(void))GetProcAddress(GetModuleHandleA(library), #name))
#define WINCANCEL_SYSTEM(name) WINCANCEL_SYSTEM_OF("kernel32.dll", name)

#endif
