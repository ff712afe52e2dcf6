/* Is it JSON? For what a child sends, before it becomes part of the stream. */
#include <string.h>

#include "json.h"

#define MAX_DEPTH 16

struct reader {
    const char *at, *end;
};

static bool read_value(struct reader *reader, int depth);

static bool take(struct reader *reader, char byte)
{
    if (reader->at == reader->end || *reader->at != byte)
        return false;
    ++reader->at;
    return true;
}

static bool take_word(struct reader *reader, const char *word)
{
    size_t size = strlen(word);
    if ((size_t)(reader->end - reader->at) < size || memcmp(reader->at, word, size))
        return false;
    reader->at += size;
    return true;
}

static bool take_digits(struct reader *reader)
{
    const char *start = reader->at;
    while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9')
        ++reader->at;
    return reader->at > start;
}

/* Whole numbers are all that a child writes. */
static bool read_number(struct reader *reader)
{
    const char *start = reader->at;
    return take_digits(reader) && (*start != '0' || reader->at == start + 1);
}

static bool read_escape(struct reader *reader)
{
    if (reader->at == reader->end)
        return false;
    char letter = *reader->at++;
    if (letter != 'u')
        return letter && strchr("\"\\/bfnrt", letter);
    for (int digit = 0; digit < 4; ++digit) {
        if (reader->at == reader->end || !*reader->at || !strchr("0123456789abcdefABCDEF", *reader->at))
            return false;
        ++reader->at;
    }
    return true;
}

static bool read_string(struct reader *reader)
{
    if (!take(reader, '"'))
        return false;
    const char *start = reader->at;
    for (; reader->at < reader->end && *reader->at != '"';) {
        unsigned char byte = (unsigned char)*reader->at++;
        if (byte < 0x20 || (byte == '\\' && !read_escape(reader)))
            return false;
    }
    return is_utf8(start, (size_t)(reader->at - start)) && take(reader, '"');
}

static bool read_members(struct reader *reader, int depth)
{
    do {
        if (!read_string(reader) || !take(reader, ':') || !read_value(reader, depth))
            return false;
    } while (take(reader, ','));
    return true;
}

static bool read_elements(struct reader *reader, int depth)
{
    do {
        if (!read_value(reader, depth))
            return false;
    } while (take(reader, ','));
    return true;
}

static bool read_value(struct reader *reader, int depth)
{
    if (depth == MAX_DEPTH || reader->at == reader->end)
        return false;
    if (take(reader, '{'))
        return take(reader, '}') || (read_members(reader, depth + 1) && take(reader, '}'));
    if (take(reader, '['))
        return take(reader, ']') || (read_elements(reader, depth + 1) && take(reader, ']'));
    return read_string(reader) || take_word(reader, "true") || take_word(reader, "false") ||
           take_word(reader, "null") || read_number(reader);
}

bool json_is_members(const char *data, size_t size)
{
    struct reader reader = { data, data + size };
    return read_members(&reader, 0) && reader.at == reader.end;
}
