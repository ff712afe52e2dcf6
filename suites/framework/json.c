#include "json.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void reserve(struct text *text, size_t more)
{
    size_t needed = text->length + more + 1;
    if (needed <= text->capacity)
        return;
    size_t capacity = text->capacity ? text->capacity : 256;
    while (capacity < needed)
        capacity *= 2;
    char *data = realloc(text->data, capacity);
    if (!data)
        abort(); /* nothing sensible can be recorded any more; the parent attributes it */
    text->data = data;
    text->capacity = capacity;
}

void text_add_bytes(struct text *text, const char *data, size_t size)
{
    reserve(text, size);
    memcpy(text->data + text->length, data, size);
    text->length += size;
    text->data[text->length] = 0;
}

void text_add(struct text *text, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    if (size > 0) {
        reserve(text, (size_t)size);
        vsnprintf(text->data + text->length, (size_t)size + 1, format, again);
        text->length += (size_t)size;
    }
    va_end(again);
    va_end(arguments);
}

void text_free(struct text *text)
{
    free(text->data);
    memset(text, 0, sizeof(*text));
}

static void add_code_point(struct text *text, uint32_t code)
{
    char utf8[4];
    size_t size = 0;
    if (code == '"' || code == '\\') {
        utf8[size++] = '\\';
        utf8[size++] = (char)code;
    } else if (code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029) {
        text_add(text, "\\u%04" PRIx32, code);
        return;
    } else if (code < 0x80) {
        utf8[size++] = (char)code;
    } else if (code < 0x800) {
        utf8[size++] = (char)(0xC0 | code >> 6);
        utf8[size++] = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        utf8[size++] = (char)(0xE0 | code >> 12);
        utf8[size++] = (char)(0x80 | (code >> 6 & 0x3F));
        utf8[size++] = (char)(0x80 | (code & 0x3F));
    } else {
        utf8[size++] = (char)(0xF0 | code >> 18);
        utf8[size++] = (char)(0x80 | (code >> 12 & 0x3F));
        utf8[size++] = (char)(0x80 | (code >> 6 & 0x3F));
        utf8[size++] = (char)(0x80 | (code & 0x3F));
    }
    text_add_bytes(text, utf8, size);
}

#define INVALID 0xFFFFFFFFu

/* Decodes one code point of UTF-8 at `*at`, moves `*at` on by what was consumed; INVALID for a byte that fits nothing.
 */
static uint32_t next_utf8(const unsigned char *data, size_t size, size_t *at)
{
    unsigned char first = data[(*at)++];
    if (first < 0x80)
        return first;
    int more = first >= 0xF0 && first <= 0xF4  ? 3
               : first >= 0xE0 && first < 0xF0 ? 2
               : first >= 0xC2 && first < 0xE0 ? 1
                                               : 0;
    if (!more || size - *at < (size_t)more)
        return INVALID;
    uint32_t code = first & (0x3Fu >> more);
    for (int i = 0; i < more; ++i) {
        unsigned char next = data[*at + (size_t)i];
        if ((next & 0xC0) != 0x80)
            return INVALID;
        code = code << 6 | (next & 0x3Fu);
    }
    static const uint32_t smallest[] = { 0, 0x80, 0x800, 0x10000 };
    if (code < smallest[more] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
        return INVALID;
    *at += (size_t)more;
    return code;
}

bool is_utf8(const char *data, size_t size)
{
    for (size_t at = 0; at < size;)
        if (next_utf8((const unsigned char *)data, size, &at) == INVALID)
            return false;
    return true;
}

bool json_string(struct text *text, const char *data, size_t size)
{
    bool valid = true;
    text_add_bytes(text, "\"", 1);
    for (size_t at = 0; at < size;) {
        uint32_t code = next_utf8((const unsigned char *)data, size, &at);
        valid = valid && code != INVALID;
        add_code_point(text, code == INVALID ? 0xFFFD : code);
    }
    text_add_bytes(text, "\"", 1);
    return valid;
}

bool json_wide_string(struct text *text, const WCHAR *data, size_t units)
{
    bool valid = true;
    text_add_bytes(text, "\"", 1);
    for (size_t at = 0; at < units;) {
        uint32_t code = data[at++];
        if (code >= 0xD800 && code < 0xDC00 && at < units && data[at] >= 0xDC00 && data[at] < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10) + (data[at++] - 0xDC00u);
        } else if (code >= 0xD800 && code < 0xE000) {
            code = 0xFFFD;
            valid = false;
        }
        add_code_point(text, code);
    }
    text_add_bytes(text, "\"", 1);
    return valid;
}

void json_member(struct text *text, const char *name, const char *value)
{
    text_add(text, "\"%s\":", name);
    json_string(text, value, strlen(value));
}

void json_integer(struct text *text, uint64_t value)
{
    text_add(text, value > JSON_EXACT_INTEGER ? "\"%" PRIu64 "\"" : "%" PRIu64, value);
}

void json_hex(struct text *text, uint64_t value, int digits)
{
    text_add(text, "\"0x%0*" PRIX64 "\"", digits, value);
}

void json_hex_bytes(struct text *text, const void *data, size_t size)
{
    text_add(text, "\"0x");
    for (size_t i = 0; i < size; ++i)
        text_add(text, "%02X", ((const unsigned char *)data)[i]);
    text_add(text, "\"");
}
