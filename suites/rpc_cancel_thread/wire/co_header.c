#include "co_header.h"

#include <string.h>

#include "drep.h"

/* Looks at one of the octets that tell a PDU from something else. */
static enum co_error check_octet(size_t at, uint8_t octet)
{
    switch (at) {
    case 0:
        return octet == 5 ? CO_GOOD : CO_BAD_VERSION;
    case 1:
        return octet <= 1 ? CO_GOOD : CO_BAD_VERSION;
    case 2:
        return co_ptype_name(octet) ? CO_GOOD : CO_BAD_PTYPE;
    case 4:
    case 5:
        return drep_allows(at - 4, octet) ? CO_GOOD : CO_BAD_DREP;
    default:
        return CO_GOOD;
    }
}

enum co_error co_header_parse(struct octets octets, struct co_header *header)
{
    for (size_t at = 0; at < octets.size && at < CO_HEADER_SIZE; ++at) {
        enum co_error error = check_octet(at, octets.data[at]);
        if (error)
            return error;
    }
    struct octet_reader in = { .left = octets };
    struct co_header read = { 0 };
    read.rpc_vers = next_u8(&in);
    read.rpc_vers_minor = next_u8(&in);
    read.ptype = next_u8(&in);
    read.pfc_flags = next_u8(&in);
    struct octets drep = next_octets(&in, sizeof(read.packed_drep));
    if (in.overrun)
        return CO_SHORT_HEADER;
    memcpy(read.packed_drep, drep.data, drep.size);
    in.big_endian = drep_is_big_endian(read.packed_drep);
    read.frag_length = next_u16(&in);
    if (!in.overrun && read.frag_length < CO_HEADER_SIZE)
        return CO_BAD_FRAG_LENGTH;
    read.auth_length = next_u16(&in);
    read.call_id = next_u32(&in);
    if (in.overrun)
        return CO_SHORT_HEADER;
    *header = read;
    return CO_GOOD;
}

static bool sets_up_connection(uint8_t ptype)
{
    return ptype == CO_BIND || ptype == CO_BIND_ACK || ptype == CO_ALTER_CONTEXT || ptype == CO_ALTER_CONTEXT_RESP ||
           ptype == CO_AUTH3;
}

bool co_is_pending_cancel(const struct co_header *header)
{
    return header->pfc_flags & PFC_PENDING_CANCEL && !sets_up_connection(header->ptype);
}

const char *co_ptype_name(uint8_t ptype)
{
    switch (ptype) {
    case CO_REQUEST:
        return "request";
    case CO_RESPONSE:
        return "response";
    case CO_FAULT:
        return "fault";
    case CO_BIND:
        return "bind";
    case CO_BIND_ACK:
        return "bind_ack";
    case CO_BIND_NAK:
        return "bind_nak";
    case CO_ALTER_CONTEXT:
        return "alter_context";
    case CO_ALTER_CONTEXT_RESP:
        return "alter_context_resp";
    case CO_AUTH3:
        return "auth3";
    case CO_SHUTDOWN:
        return "shutdown";
    case CO_CANCEL:
        return "co_cancel";
    case CO_ORPHANED:
        return "orphaned";
    case CO_RTS:
        return "rts";
    default:
        return NULL;
    }
}

const char *co_flag_name(uint8_t ptype, uint8_t flag)
{
    switch (flag) {
    case PFC_FIRST_FRAG:
        return "FIRST_FRAG";
    case PFC_LAST_FRAG:
        return "LAST_FRAG";
    case PFC_PENDING_CANCEL:
        return sets_up_connection(ptype) ? "SUPPORT_HEADER_SIGN" : "PENDING_CANCEL";
    case PFC_RESERVED_1:
        return "RESERVED_1";
    case PFC_CONC_MPX:
        return "CONC_MPX";
    case PFC_DID_NOT_EXECUTE:
        return "DID_NOT_EXECUTE";
    case PFC_MAYBE:
        return "MAYBE";
    case PFC_OBJECT_UUID:
        return "OBJECT_UUID";
    default:
        return NULL;
    }
}

const char *co_error_text(enum co_error error)
{
    static const char *const texts[CO_ERROR_COUNT] = {
        [CO_GOOD] = "no error",
        [CO_SHORT_HEADER] = "ends within the header",
        [CO_BAD_VERSION] = "the version is neither 5.0 nor 5.1",
        [CO_BAD_PTYPE] = "no ptype of the connection-oriented protocol",
        [CO_BAD_DREP] = "no format label",
        [CO_BAD_FRAG_LENGTH] = "frag_length is less than the header's",
        [CO_LONG_FRAG] = "frag_length is more than is allowed here",
        [CO_SHORT_PDU] = "ends before frag_length",
        [CO_BAD_AUTH_LENGTH] = "auth_length leaves no room for the verifier",
        [CO_BAD_AUTH_PAD] = "auth_pad_length is more than the stub data",
        [CO_SHORT_REQUEST] = "ends within the fields of a request",
        [CO_SHORT_OBJECT] = "ends within the object's UUID",
        [CO_SHORT_RESPONSE] = "ends within the fields of a response",
        [CO_SHORT_FAULT] = "ends within the fields of a fault",
        [CO_SHORT_BIND] = "ends within the fields of a bind or alter_context",
        [CO_SHORT_CONTEXT] = "ends within a presentation context",
        [CO_SHORT_TRANSFER_SYNTAX] = "ends within the transfer syntaxes of a presentation context",
        [CO_SHORT_BIND_ACK] = "ends within the fields of a bind_ack or alter_context_resp",
        [CO_SHORT_SEC_ADDR] = "ends within the secondary address",
        [CO_SHORT_RESULT_LIST] = "ends before the list of results",
        [CO_SHORT_RESULT] = "ends within a result",
        [CO_SHORT_BIND_NAK] = "ends within the fields of a bind_nak",
        [CO_SHORT_PROTOCOLS] = "ends within the protocol versions of a bind_nak",
        [CO_SHORT_RTS] = "ends within the fields of an RTS PDU",
        [CO_SHORT_RTS_COMMAND] = "ends within an RTS command",
        [CO_BAD_RTS_COMMAND] = "no RTS command",
        [CO_OTHER_RTS] = "another RTS PDU than is expected here",
    };
    return (unsigned)error < CO_ERROR_COUNT ? texts[error] : "unknown error";
}
