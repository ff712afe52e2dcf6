/* Filling the table of wincancel_subject.h. */
#ifndef WINCANCEL_SUBJECT_TABLE_H
#define WINCANCEL_SUBJECT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "wincancel_subject.h"

extern struct wincancel_subject subject;
/* The same table with the system's functions only. */
extern struct wincancel_subject system_functions;

/* Fills the table from the system's DLLs. */
void bind_system(void);
/* Loads `library` and lets what it exports take its places. False, with the reason in `why`, if it does not load or
 * exports none of the names (so that the system's functions are never tested in its name). */
bool bind_subject(const WCHAR *library, char *why, size_t size);

/* How many functions the table has; the name of one; whether the library took it over; whether anybody has it. */
size_t subject_functions(void);
const char *subject_function_name(size_t index);
bool subject_took_over(size_t index);
bool subject_has(const char *name);
/* Whether the system library that should have `name` exports `made_up`. */
bool system_exports(const char *name, const char *made_up);

#endif
