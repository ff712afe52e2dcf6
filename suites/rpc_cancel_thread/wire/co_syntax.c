#include "co_syntax.h"

const struct co_syntax ndr_syntax = {
    { 0x8A885D04, 0x1CEB, 0x11C9, { 0x9F, 0xE8, 0x08, 0x00, 0x2B, 0x10, 0x48, 0x60 } },
    2,
};

/* The features are the eight octets behind this prefix; two of them hold all that are defined, and room for more. */
static const struct co_syntax features_prefix = { { 0x6CB71C2C, 0x9812, 0x4540, { 0 } }, 1 };

bool same_syntax(const struct co_syntax *one, const struct co_syntax *other)
{
    return same_uuid(&one->if_uuid, &other->if_uuid) && one->if_version == other->if_version;
}

struct co_syntax next_syntax(struct octet_reader *reader)
{
    struct co_syntax syntax;
    syntax.if_uuid = next_uuid(reader);
    syntax.if_version = next_u32(reader);
    return syntax;
}

void put_syntax(struct octet_writer *writer, const struct co_syntax *syntax)
{
    put_uuid(writer, &syntax->if_uuid);
    put_u32(writer, syntax->if_version);
}

struct co_syntax syntax_of_features(uint16_t features)
{
    struct co_syntax syntax = features_prefix;
    syntax.if_uuid.clock_seq_and_node[0] = (uint8_t)features;
    syntax.if_uuid.clock_seq_and_node[1] = (uint8_t)(features >> 8);
    return syntax;
}

bool syntax_offers_features(const struct co_syntax *syntax, uint16_t *features)
{
    const struct dce_uuid *uuid = &syntax->if_uuid;
    if (uuid->time_low != features_prefix.if_uuid.time_low || uuid->time_mid != features_prefix.if_uuid.time_mid ||
        uuid->time_hi_and_version != features_prefix.if_uuid.time_hi_and_version ||
        syntax->if_version != features_prefix.if_version)
        return false;
    *features = (uint16_t)(uuid->clock_seq_and_node[0] | uuid->clock_seq_and_node[1] << 8);
    return true;
}
