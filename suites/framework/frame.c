#include "frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint32_t crc32_of(uint32_t crc, const void *data, size_t size)
{
    static uint32_t table[256];
    if (!table[1]) {
        for (uint32_t byte = 256; byte-- > 0;) { /* [1] last, so that a second thread never sees half a table */
            uint32_t value = byte;
            for (int bit = 0; bit < 8; ++bit)
                value = value & 1 ? value >> 1 ^ 0xEDB88320u : value >> 1;
            table[byte] = value;
        }
    }
    crc = ~crc;
    for (size_t i = 0; i < size; ++i)
        crc = table[(crc ^ ((const unsigned char *)data)[i]) & 0xFF] ^ crc >> 8;
    return ~crc;
}

static uint32_t crc_of_frame(char letter, unsigned index, const char *flags, const char *json, size_t size)
{
    char head[64];
    int head_size = snprintf(head, sizeof(head), "%c %u %s ", letter, index, flags);
    return crc32_of(crc32_of(0, head, (size_t)head_size), json, size);
}

void frame_write(struct text *out, char letter, unsigned index, const char *flags, const char *json, size_t size)
{
    uint32_t crc = crc_of_frame(letter, index, flags, json, size);
    text_add(out, "@wc %c %u %s %08X ", letter, index, flags, (unsigned)crc);
    text_add_bytes(out, json, size);
    text_add_bytes(out, "\n", 1);
}

bool frame_read(char *line, size_t size, struct frame *frame)
{
    if (size && line[size - 1] == '\r')
        --size;
    line[size] = 0;
    if (size < 8 || strncmp(line, "@wc ", 4) || strlen(line) != size)
        return false;
    char *at = line + 4;
    frame->letter = *at++;
    if (*at++ != ' ')
        return false;
    char *end;
    unsigned long index = strtoul(at, &end, 10);
    if (end == at || *end != ' ' || index > 0x7FFFFFFF)
        return false;
    frame->index = (unsigned)index;
    at = end + 1;
    char *blank = strchr(at, ' ');
    if (!blank || blank == at || (size_t)(blank - at) >= sizeof(frame->flags))
        return false;
    memcpy(frame->flags, at, (size_t)(blank - at));
    frame->flags[blank - at] = 0;
    at = blank + 1;
    unsigned long crc = strtoul(at, &end, 16);
    if (end != at + 8 || *end != ' ')
        return false;
    frame->json = end + 1;
    frame->json_size = size - (size_t)(frame->json - line);
    return crc == crc_of_frame(frame->letter, frame->index, frame->flags, frame->json, frame->json_size);
}
