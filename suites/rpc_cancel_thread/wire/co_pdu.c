#include "co_pdu.h"

#include <string.h>

#include "drep.h"

/* ---- lists --------------------------------------------------------------------------------------------------------
 */

static enum co_error read_context(struct octet_reader *in, struct co_context *context)
{
    struct co_context read = { 0 };
    read.p_cont_id = next_u16(in);
    uint8_t n_transfer_syn = next_u8(in);
    next_u8(in); /* reserved */
    read.abstract_syntax = next_syntax(in);
    if (in->overrun)
        return CO_SHORT_CONTEXT;
    read.transfer_syntaxes = (struct co_elements){ *in, n_transfer_syn };
    next_octets(in, n_transfer_syn * CO_SYNTAX_SIZE);
    if (in->overrun)
        return CO_SHORT_TRANSFER_SYNTAX;
    *context = read;
    return CO_GOOD;
}

static enum co_error read_result(struct octet_reader *in, struct co_result *result)
{
    struct co_result read = { 0 };
    read.result = next_u16(in);
    read.reason = next_u16(in);
    read.transfer_syntax = next_syntax(in);
    if (in->overrun)
        return CO_SHORT_RESULT;
    *result = read;
    return CO_GOOD;
}

/* Counts one element off; false if there is none. */
static bool take_element(struct co_elements *elements)
{
    if (!elements->left)
        return false;
    --elements->left;
    return true;
}

bool co_next_context(struct co_elements *contexts, struct co_context *context)
{
    return take_element(contexts) && !read_context(&contexts->reader, context);
}

bool co_next_result(struct co_elements *results, struct co_result *result)
{
    return take_element(results) && !read_result(&results->reader, result);
}

bool co_next_transfer_syntax(struct co_elements *transfer_syntaxes, struct co_syntax *syntax)
{
    if (!take_element(transfer_syntaxes) || transfer_syntaxes->reader.left.size < CO_SYNTAX_SIZE)
        return false;
    *syntax = next_syntax(&transfer_syntaxes->reader);
    return true;
}

/* ---- bodies -------------------------------------------------------------------------------------------------------
 */

static enum co_error read_request(struct octet_reader *in, const struct co_header *header, struct co_request *request)
{
    request->alloc_hint = next_u32(in);
    request->p_cont_id = next_u16(in);
    request->opnum = next_u16(in);
    if (in->overrun)
        return CO_SHORT_REQUEST;
    if (header->pfc_flags & PFC_OBJECT_UUID)
        request->object = next_uuid(in);
    return in->overrun ? CO_SHORT_OBJECT : CO_GOOD;
}

static enum co_error read_response(struct octet_reader *in, struct co_response *response)
{
    response->alloc_hint = next_u32(in);
    response->p_cont_id = next_u16(in);
    response->cancel_count = next_u8(in);
    next_u8(in); /* reserved */
    return in->overrun ? CO_SHORT_RESPONSE : CO_GOOD;
}

static enum co_error read_fault(struct octet_reader *in, struct co_fault *fault)
{
    fault->alloc_hint = next_u32(in);
    fault->p_cont_id = next_u16(in);
    fault->cancel_count = next_u8(in);
    next_u8(in); /* reserved */
    fault->status = next_u32(in);
    next_u32(in); /* reserved2 */
    return in->overrun ? CO_SHORT_FAULT : CO_GOOD;
}

static struct co_association next_association(struct octet_reader *in)
{
    struct co_association association;
    association.max_xmit_frag = next_u16(in);
    association.max_recv_frag = next_u16(in);
    association.assoc_group_id = next_u32(in);
    return association;
}

/* The count before a list, with its three reserved octets. */
static uint8_t next_count(struct octet_reader *in)
{
    uint8_t count = next_u8(in);
    next_octets(in, 3);
    return count;
}

static enum co_error read_bind(struct octet_reader *in, struct co_bind *bind)
{
    struct co_context context;
    bind->association = next_association(in);
    uint8_t n_context_elem = next_count(in);
    if (in->overrun)
        return CO_SHORT_BIND;
    bind->contexts = (struct co_elements){ *in, n_context_elem };
    for (unsigned i = 0; i < n_context_elem; ++i) {
        enum co_error error = read_context(in, &context);
        if (error)
            return error;
    }
    return CO_GOOD;
}

static enum co_error read_bind_ack(struct octet_reader *in, struct co_bind_ack *bind_ack)
{
    struct co_result result;
    bind_ack->association = next_association(in);
    uint16_t length = next_u16(in);
    if (in->overrun)
        return CO_SHORT_BIND_ACK;
    bind_ack->sec_addr = next_octets(in, length);
    if (in->overrun)
        return CO_SHORT_SEC_ADDR;
    next_octets(in, (2u - length) & 3); /* the list is aligned to 4 octets; length itself took 2 */
    uint8_t n_results = next_count(in);
    if (in->overrun)
        return CO_SHORT_RESULT_LIST;
    bind_ack->results = (struct co_elements){ *in, n_results };
    for (unsigned i = 0; i < n_results; ++i) {
        enum co_error error = read_result(in, &result);
        if (error)
            return error;
    }
    return CO_GOOD;
}

static enum co_error read_bind_nak(struct octet_reader *in, struct co_bind_nak *bind_nak)
{
    bind_nak->provider_reject_reason = next_u16(in);
    uint8_t n_protocols = next_u8(in);
    if (in->overrun)
        return CO_SHORT_BIND_NAK;
    bind_nak->protocols = next_octets(in, 2u * n_protocols);
    return in->overrun ? CO_SHORT_PROTOCOLS : CO_GOOD;
}

static enum co_error read_rts(struct octet_reader *in, struct co_rts *rts)
{
    rts->flags = next_u16(in);
    rts->number_of_commands = next_u16(in);
    return in->overrun ? CO_SHORT_RTS : CO_GOOD;
}

static enum co_error read_body(struct octet_reader *in, struct co_pdu *pdu)
{
    switch (pdu->header.ptype) {
    case CO_REQUEST:
        return read_request(in, &pdu->header, &pdu->request);
    case CO_RESPONSE:
        return read_response(in, &pdu->response);
    case CO_FAULT:
        return read_fault(in, &pdu->fault);
    case CO_BIND:
    case CO_ALTER_CONTEXT:
        return read_bind(in, &pdu->bind);
    case CO_BIND_ACK:
    case CO_ALTER_CONTEXT_RESP:
        return read_bind_ack(in, &pdu->bind_ack);
    case CO_BIND_NAK:
        return read_bind_nak(in, &pdu->bind_nak);
    case CO_RTS:
        return read_rts(in, &pdu->rts);
    default:
        return CO_GOOD;
    }
}

/* ---- the whole ----------------------------------------------------------------------------------------------------
 */

/* Takes the verifier off the end of what `in` has left. */
static enum co_error read_verifier(struct octet_reader *in, const struct co_header *header,
                                   struct co_verifier *verifier)
{
    if (!header->auth_length)
        return CO_GOOD;
    size_t size = CO_VERIFIER_SIZE + header->auth_length;
    if (size > in->left.size)
        return CO_BAD_AUTH_LENGTH;
    in->left.size -= size;
    struct octet_reader end = { { in->left.data + in->left.size, size }, in->big_endian, false };
    verifier->auth_type = next_u8(&end);
    verifier->auth_level = next_u8(&end);
    verifier->auth_pad_length = next_u8(&end);
    next_u8(&end); /* reserved */
    verifier->auth_context_id = next_u32(&end);
    verifier->auth_value = end.left;
    return CO_GOOD;
}

static bool has_stub_data(uint8_t ptype)
{
    return ptype == CO_REQUEST || ptype == CO_RESPONSE || ptype == CO_FAULT;
}

enum co_error co_pdu_parse(struct octets octets, struct co_pdu *pdu)
{
    memset(pdu, 0, sizeof(*pdu));
    enum co_error error = co_header_parse(octets, &pdu->header);
    if (error)
        return error;
    if (octets.size < pdu->header.frag_length)
        return CO_SHORT_PDU;
    struct octet_reader in = {
        .left = { octets.data + CO_HEADER_SIZE, pdu->header.frag_length - CO_HEADER_SIZE },
        .big_endian = drep_is_big_endian(pdu->header.packed_drep),
    };
    error = read_verifier(&in, &pdu->header, &pdu->verifier);
    if (!error)
        error = read_body(&in, pdu);
    if (error)
        return error;
    pdu->rest = in.left;
    if (has_stub_data(pdu->header.ptype)) {
        if (pdu->verifier.auth_pad_length > pdu->rest.size)
            return CO_BAD_AUTH_PAD;
        pdu->rest.size -= pdu->verifier.auth_pad_length;
    }
    return CO_GOOD;
}
