/* Included before everything in the build for WinPR: mingw-w64's headers then declare for a gcc that makes no Windows
 * programs, in the data model that Cygwin has. */
#ifndef WINCANCEL_WINDOWS_WORDS_H
#define WINCANCEL_WINDOWS_WORDS_H

#define __CYGWIN__ 1
#define __declspec(attribute)
#define __stdcall
#define __cdecl

#include <strings.h>
#include <wchar.h>

#define _strnicmp strncasecmp

int _wcsicmp(const wchar_t *a, const wchar_t *b);

#endif
