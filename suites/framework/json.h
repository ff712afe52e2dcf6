/* Writing JSON into a growing buffer, from values that may be anything. */
#ifndef WINCANCEL_JSON_H
#define WINCANCEL_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <windows.h>

struct text {
    char *data; /* always terminated once anything was added; NULL before */
    size_t length;
    size_t capacity;
};

void text_add(struct text *text, const char *format, ...)
#ifdef __GNUC__
    __attribute__((format(gnu_printf, 2, 3)))
#endif
    ;
void text_add_bytes(struct text *text, const char *data, size_t size);
void text_free(struct text *text);

/* The largest integer that every JSON reader keeps exact. */
#define JSON_EXACT_INTEGER ((UINT64_C(1) << 53) - 1)

/* A string literal. Bytes that are not valid UTF-8 become U+FFFD; returns whether all were valid. */
bool json_string(struct text *text, const char *data, size_t size);
/* The same from UTF-16, whose unpaired surrogates become U+FFFD. */
bool json_wide_string(struct text *text, const WCHAR *data, size_t units);
/* "name":"value" */
void json_member(struct text *text, const char *name, const char *value);
/* A number, or a decimal string above JSON_EXACT_INTEGER. */
void json_integer(struct text *text, uint64_t value);
/* "0x..." in capitals, at least `digits` wide. */
void json_hex(struct text *text, uint64_t value, int digits);
/* Whether all bytes are valid UTF-8. */
bool is_utf8(const char *data, size_t size);
/* Whether the text is one or more members of an object, "name":value, without blanks between them and with whole
 * numbers only, as a child writes them. */
bool json_is_members(const char *data, size_t size);
/* "0x" and all bytes. */
void json_hex_bytes(struct text *text, const void *data, size_t size);

#endif
