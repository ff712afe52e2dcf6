/* Symbolic names of codes, for readers. */
#ifndef WINCANCEL_NAMES_H
#define WINCANCEL_NAMES_H

#include <windows.h>

/* NULL where we have none. */
const char *win32_error_name(DWORD code);
const char *ntstatus_name(LONG code);
const char *rpc_status_name(LONG code);
const char *exception_name(DWORD code);

#endif
