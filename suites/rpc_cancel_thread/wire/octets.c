#include "octets.h"

#include <string.h>

bool same_uuid(const struct dce_uuid *one, const struct dce_uuid *other)
{
    return one->time_low == other->time_low && one->time_mid == other->time_mid &&
           one->time_hi_and_version == other->time_hi_and_version &&
           !memcmp(one->clock_seq_and_node, other->clock_seq_and_node, sizeof(one->clock_seq_and_node));
}

struct octets next_octets(struct octet_reader *reader, size_t size)
{
    struct octets taken = { reader->left.data, size };
    if (reader->overrun || size > reader->left.size) {
        reader->overrun = true;
        reader->left.size = 0;
        return (struct octets){ 0 };
    }
    if (size) /* an empty span may have no address to go on from */
        reader->left.data += size;
    reader->left.size -= size;
    return taken;
}

static uint32_t next_integer(struct octet_reader *reader, size_t size)
{
    struct octets octets = next_octets(reader, size);
    uint32_t value = 0;
    for (size_t i = 0; i < octets.size; ++i)
        value = value << 8 | octets.data[reader->big_endian ? i : octets.size - 1 - i];
    return value;
}

uint8_t next_u8(struct octet_reader *reader)
{
    return (uint8_t)next_integer(reader, 1);
}

uint16_t next_u16(struct octet_reader *reader)
{
    return (uint16_t)next_integer(reader, 2);
}

uint32_t next_u32(struct octet_reader *reader)
{
    return next_integer(reader, 4);
}

struct dce_uuid next_uuid(struct octet_reader *reader)
{
    struct dce_uuid uuid = { 0 };
    uuid.time_low = next_u32(reader);
    uuid.time_mid = next_u16(reader);
    uuid.time_hi_and_version = next_u16(reader);
    struct octets rest = next_octets(reader, sizeof(uuid.clock_seq_and_node));
    if (reader->overrun)
        return (struct dce_uuid){ 0 };
    memcpy(uuid.clock_seq_and_node, rest.data, rest.size);
    return uuid;
}

void put_octets(struct octet_writer *writer, struct octets octets)
{
    if (writer->overflow || octets.size > writer->capacity - writer->size) {
        writer->overflow = true;
        return;
    }
    if (octets.size)
        memcpy(writer->data + writer->size, octets.data, octets.size);
    writer->size += octets.size;
}

static void put_integer(struct octet_writer *writer, uint32_t value, size_t size)
{
    uint8_t octets[4];
    for (size_t i = 0; i < size; ++i)
        octets[i] = (uint8_t)(value >> 8 * i);
    put_octets(writer, (struct octets){ octets, size });
}

void put_u8(struct octet_writer *writer, uint8_t value)
{
    put_integer(writer, value, 1);
}

void put_u16(struct octet_writer *writer, uint16_t value)
{
    put_integer(writer, value, 2);
}

void put_u32(struct octet_writer *writer, uint32_t value)
{
    put_integer(writer, value, 4);
}

void put_uuid(struct octet_writer *writer, const struct dce_uuid *uuid)
{
    put_u32(writer, uuid->time_low);
    put_u16(writer, uuid->time_mid);
    put_u16(writer, uuid->time_hi_and_version);
    put_octets(writer, (struct octets){ uuid->clock_seq_and_node, sizeof(uuid->clock_seq_and_node) });
}
