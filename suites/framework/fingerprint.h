/* What this program runs on, as the target itself says. */
#ifndef WINCANCEL_FINGERPRINT_H
#define WINCANCEL_FINGERPRINT_H

#include "json.h"

#if defined(__ELF__)
#    define WINCANCEL_ABI "winpr"
#elif defined(_M_X64) || defined(__x86_64__)
#    define WINCANCEL_ABI "x86_64"
#elif defined(_M_IX86) || defined(__i386__)
#    define WINCANCEL_ABI "i686"
#elif defined(_M_ARM64) || defined(__aarch64__)
#    define WINCANCEL_ABI "aarch64"
#endif

/* Members "target" and "functions" of the header record. */
void describe_program(struct text *json);

#endif
