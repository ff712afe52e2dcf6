/* Text of Windows where wchar_t of the C library is another: UTF-16 in 16 bits, as the build asks of the compiler. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

#define REPLACEMENT 0xFFFDu

/* The next character of UTF-8, U+FFFD for what is none; never reads past a terminator. */
static uint32_t next_of_utf8(const unsigned char **at)
{
    static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
    uint32_t first = *(*at)++;
    if (first < 0x80)
        return first;
    int more = first >= 0xF0 && first < 0xF5 ? 3 : first >= 0xE0 && first < 0xF0 ? 2 : first >= 0xC2 && first < 0xE0;
    uint32_t character = first & (0x3Fu >> more);
    for (int i = 0; i < more; ++i) {
        if ((**at & 0xC0) != 0x80)
            return REPLACEMENT;
        character = character << 6 | (*(*at)++ & 0x3Fu);
    }
    bool wrong = !more || character < least[more] || character > 0x10FFFF || (character >> 11) == 0x1B;
    return wrong ? REPLACEMENT : character;
}

int WINAPI MultiByteToWideChar(UINT page, DWORD flags, const char *text, int size, WCHAR *wide, int room)
{
    (void)page;
    (void)flags;
    (void)size; /* the plumbing's text is terminated */
    const unsigned char *at = (const unsigned char *)text;
    int units = 0;
    uint32_t character;
    do {
        character = next_of_utf8(&at);
        WCHAR pair[2] = { (WCHAR)character, 0 };
        int count = 1;
        if (character > 0xFFFF) {
            pair[0] = (WCHAR)(0xD800 + ((character - 0x10000) >> 10));
            pair[1] = (WCHAR)(0xDC00 + ((character - 0x10000) & 0x3FF));
            count = 2;
        }
        for (int i = 0; i < count; ++i, ++units)
            if (wide && units < room)
                wide[units] = pair[i];
    } while (character);
    return units;
}

static uint32_t next_of_wide(const WCHAR **at)
{
    uint32_t unit = *(*at)++;
    if (unit >= 0xD800 && unit < 0xDC00 && **at >= 0xDC00 && **at < 0xE000)
        return 0x10000 + ((unit - 0xD800) << 10) + (*(*at)++ - 0xDC00u);
    return unit >= 0xD800 && unit < 0xE000 ? REPLACEMENT : unit;
}

int WINAPI WideCharToMultiByte(UINT page, DWORD flags, const WCHAR *wide, int units, char *text, int room,
                               const char *default_character, BOOL *used_default)
{
    (void)page;
    (void)flags;
    (void)units;
    (void)default_character;
    (void)used_default;
    int size = 0;
    uint32_t character;
    do {
        character = next_of_wide(&wide);
        char bytes[4] = { (char)character };
        int count = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
        for (int i = count - 1; count > 1 && i > 0; --i, character >>= 6)
            bytes[i] = (char)(0x80 | (character & 0x3F));
        if (count > 1)
            bytes[0] = (char)((0xF00u >> count & 0xF0) | character);
        for (int i = 0; i < count; ++i, ++size)
            if (text && size < room)
                text[size] = bytes[i];
        character = count > 1 ? 1 : character; /* only a terminator ends it */
    } while (character);
    return size;
}

/* ---- what the C library has for its own wchar_t only --------------------------------------------------------------
 */

size_t wcslen(const wchar_t *text)
{
    size_t size = 0;
    while (text[size])
        ++size;
    return size;
}

int wcscmp(const wchar_t *a, const wchar_t *b)
{
    while (*a && *a == *b) {
        ++a;
        ++b;
    }
    return *a - *b;
}

wchar_t *wcsrchr(const wchar_t *text, wchar_t unit)
{
    const wchar_t *found = NULL;
    for (; *text; ++text)
        if (*text == unit)
            found = text;
    return (wchar_t *)(uintptr_t)found;
}

/* Of decimal digits only, which is what a port is made of. */
unsigned long wcstoul(const wchar_t *text, wchar_t **end, int base)
{
    unsigned long number = 0;
    for (; *text >= L'0' && *text <= L'9'; ++text)
        number = number * (unsigned long)base + (unsigned long)(*text - L'0');
    if (end)
        *end = (wchar_t *)(uintptr_t)text;
    return number;
}

static wchar_t lower(wchar_t unit)
{
    return unit >= L'A' && unit <= L'Z' ? (wchar_t)(unit - L'A' + L'a') : unit;
}

int _wcsicmp(const wchar_t *a, const wchar_t *b)
{
    while (*a && lower(*a) == lower(*b)) {
        ++a;
        ++b;
    }
    return lower(*a) - lower(*b);
}

/* Of the formats of the C standard those that this program uses: numbers, %ls and %hs. */
int swprintf(wchar_t *text, size_t room, const wchar_t *format, ...)
{
    size_t at = 0;
    va_list arguments;
    va_start(arguments, format);
    for (; *format; ++format) {
        const wchar_t *wide = format;
        char bytes[32] = { 0 };
        const char *narrow = bytes;
        size_t wide_units = 1;
        if (*format == L'%') {
            wchar_t kind = *++format;
            wide_units = 0;
            if (kind == L'l') {
                ++format;
                wide = va_arg(arguments, const wchar_t *);
                wide_units = wcslen(wide);
            } else if (kind == L'h') {
                ++format;
                narrow = va_arg(arguments, const char *);
            } else {
                snprintf(bytes, sizeof(bytes), kind == L'x' ? "%x" : "%u", va_arg(arguments, unsigned));
            }
        }
        for (size_t i = 0; i < wide_units && at + 1 < room; ++i)
            text[at++] = wide[i];
        for (; !wide_units && *narrow && at + 1 < room; ++narrow)
            text[at++] = (wchar_t)(unsigned char)*narrow;
    }
    va_end(arguments);
    text[at] = 0;
    return at + 1 < room ? (int)at : -1;
}
