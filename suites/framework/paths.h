/* Text in and out of files, UTF-8 and UTF-16. */
#ifndef WINCANCEL_PATHS_H
#define WINCANCEL_PATHS_H

#include <stdbool.h>
#include <windows.h>

/* Between the names of a path. */
#ifdef __ELF__
#    define PATH_SEPARATOR L"/"
#else
#    define PATH_SEPARATOR L"\\"
#endif

/* Copies that live as long as the process; invalid input becomes U+FFFD. */
WCHAR *wide_of(const char *utf8);
char *utf8_of(const WCHAR *wide);
/* The whole file, terminated; NULL with the last error set. The caller frees it. */
char *read_whole_file(const WCHAR *path);
/* Creates or replaces the file. False with the last error set. */
bool write_whole_file(const WCHAR *path, const char *data, size_t size);
/* Makes a directory for this run under the system's temporary one. False with the last error set. */
bool make_scratch(WCHAR *path, size_t size, const char *run);
/* Removes the directory and the files and directories in it, as far as possible. */
void remove_tree(const WCHAR *path);

#endif
