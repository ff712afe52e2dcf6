#include "dg_build.h"

#include "drep.h"

#define QUIT_SIZE  8u
#define QUACK_SIZE 9u

size_t dg_build(uint8_t *data, size_t capacity, uint8_t ptype, const struct dg_header *header, struct octets body)
{
    struct octet_writer out = { .data = data, .capacity = capacity };
    if (body.size > UINT16_MAX)
        return 0;
    put_u8(&out, DG_RPC_VERS);
    put_u8(&out, ptype);
    put_u8(&out, header->flags1);
    put_u8(&out, header->flags2);
    put_octets(&out, (struct octets){ drep_written, sizeof(header->drep) });
    put_u8(&out, (uint8_t)(header->serial >> 8));
    put_uuid(&out, &header->object);
    put_uuid(&out, &header->if_id);
    put_uuid(&out, &header->act_id);
    put_u32(&out, header->server_boot);
    put_u32(&out, header->if_vers);
    put_u32(&out, header->seqnum);
    put_u16(&out, header->opnum);
    put_u16(&out, header->ihint);
    put_u16(&out, header->ahint);
    put_u16(&out, (uint16_t)body.size);
    put_u16(&out, header->fragnum);
    put_u8(&out, header->auth_proto);
    put_u8(&out, (uint8_t)header->serial);
    put_octets(&out, body);
    return out.overflow ? 0 : out.size;
}

size_t dg_build_quit(uint8_t *data, size_t capacity, const struct dg_header *header, const struct dg_quit *quit)
{
    uint8_t body[QUIT_SIZE];
    struct octet_writer out = { .data = body, .capacity = sizeof(body) };
    if (quit->has_body) {
        put_u32(&out, quit->vers);
        put_u32(&out, quit->cancel_id);
    }
    return dg_build(data, capacity, DG_QUIT, header, (struct octets){ body, out.size });
}

size_t dg_build_quack(uint8_t *data, size_t capacity, const struct dg_header *header, const struct dg_quack *quack)
{
    uint8_t body[QUACK_SIZE];
    struct octet_writer out = { .data = body, .capacity = sizeof(body) };
    if (quack->has_body) {
        put_u32(&out, quack->vers);
        put_u32(&out, quack->cancel_id);
        put_u8(&out, quack->server_is_accepting);
    }
    return dg_build(data, capacity, DG_QUACK, header, (struct octets){ body, out.size });
}
