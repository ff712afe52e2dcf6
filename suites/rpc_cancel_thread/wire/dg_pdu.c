#include "dg_pdu.h"

#include <string.h>

#include "drep.h"

#define PTYPE_BITS 0x1Fu /* the others are an implementation's own */

static const char *const ptype_names[] = {
    [DG_REQUEST] = "request", [DG_PING] = "ping",     [DG_RESPONSE] = "response", [DG_FAULT] = "fault",
    [DG_WORKING] = "working", [DG_NOCALL] = "nocall", [DG_REJECT] = "reject",     [DG_ACK] = "ack",
    [DG_QUIT] = "quit",       [DG_FACK] = "fack",     [DG_QUACK] = "quack",
};

const char *dg_ptype_name(uint8_t ptype)
{
    return ptype < sizeof(ptype_names) / sizeof(ptype_names[0]) ? ptype_names[ptype] : NULL;
}

/* Looks at one of the octets that tell a PDU from something else. */
static enum dg_error check_octet(size_t at, uint8_t octet)
{
    switch (at) {
    case 0:
        return octet == DG_RPC_VERS ? DG_GOOD : DG_BAD_VERSION;
    case 1:
        return dg_ptype_name(octet & PTYPE_BITS) ? DG_GOOD : DG_BAD_PTYPE;
    case 4:
    case 5:
        return drep_allows(at - 4, octet) ? DG_GOOD : DG_BAD_DREP;
    default:
        return DG_GOOD;
    }
}

static enum dg_error read_header(struct octet_reader *in, struct dg_header *header)
{
    for (size_t at = 0; at < in->left.size && at < DG_HEADER_SIZE; ++at) {
        enum dg_error error = check_octet(at, in->left.data[at]);
        if (error)
            return error;
    }
    if (in->left.size < DG_HEADER_SIZE)
        return DG_SHORT_HEADER;
    header->rpc_vers = next_u8(in);
    header->ptype = next_u8(in) & PTYPE_BITS;
    header->flags1 = next_u8(in);
    header->flags2 = next_u8(in);
    memcpy(header->drep, next_octets(in, sizeof(header->drep)).data, sizeof(header->drep));
    in->big_endian = drep_is_big_endian(header->drep);
    uint8_t serial_hi = next_u8(in);
    header->object = next_uuid(in);
    header->if_id = next_uuid(in);
    header->act_id = next_uuid(in);
    header->server_boot = next_u32(in);
    header->if_vers = next_u32(in);
    header->seqnum = next_u32(in);
    header->opnum = next_u16(in);
    header->ihint = next_u16(in);
    header->ahint = next_u16(in);
    header->len = next_u16(in);
    header->fragnum = next_u16(in);
    header->auth_proto = next_u8(in);
    header->serial = (uint16_t)(serial_hi << 8 | next_u8(in));
    return DG_GOOD;
}

static enum dg_error read_quit(struct octet_reader *in, struct dg_quit *quit)
{
    quit->has_body = in->left.size > 0;
    if (!quit->has_body)
        return DG_GOOD;
    quit->vers = next_u32(in);
    quit->cancel_id = next_u32(in);
    return in->overrun ? DG_SHORT_QUIT : DG_GOOD;
}

static enum dg_error read_quack(struct octet_reader *in, struct dg_quack *quack)
{
    quack->has_body = in->left.size > 0;
    if (!quack->has_body)
        return DG_GOOD;
    quack->vers = next_u32(in);
    quack->cancel_id = next_u32(in);
    quack->server_is_accepting = next_u8(in) != 0;
    return in->overrun ? DG_SHORT_QUACK : DG_GOOD;
}

enum dg_error dg_pdu_parse(struct octets octets, struct dg_pdu *pdu)
{
    struct octet_reader in = { .left = octets };
    memset(pdu, 0, sizeof(*pdu));
    enum dg_error error = read_header(&in, &pdu->header);
    if (error)
        return error;
    pdu->body = next_octets(&in, pdu->header.len);
    if (in.overrun)
        return DG_SHORT_BODY;
    struct octet_reader body = { pdu->body, in.big_endian, false };
    if (pdu->header.ptype == DG_QUIT)
        return read_quit(&body, &pdu->quit);
    if (pdu->header.ptype == DG_QUACK)
        return read_quack(&body, &pdu->quack);
    return DG_GOOD;
}

const char *dg_error_text(enum dg_error error)
{
    static const char *const texts[DG_ERROR_COUNT] = {
        [DG_GOOD] = "no error",
        [DG_SHORT_HEADER] = "ends within the header",
        [DG_BAD_VERSION] = "the version is not 4",
        [DG_BAD_PTYPE] = "no ptype of the datagram protocol",
        [DG_BAD_DREP] = "no format label",
        [DG_SHORT_BODY] = "ends before the body does",
        [DG_SHORT_QUIT] = "ends within the body of a quit",
        [DG_SHORT_QUACK] = "ends within the body of a quack",
    };
    return (unsigned)error < DG_ERROR_COUNT ? texts[error] : "unknown error";
}
