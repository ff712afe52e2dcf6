#include "co_build.h"

#include "drep.h"

#define FRAG_LENGTH_AT 8u

struct octet_writer co_begin(uint8_t *data, size_t capacity, uint8_t ptype, uint8_t pfc_flags, uint32_t call_id)
{
    struct octet_writer out = { .data = data, .capacity = capacity < CO_MAX_FRAG ? capacity : CO_MAX_FRAG };
    put_u8(&out, 5);
    put_u8(&out, 0);
    put_u8(&out, ptype);
    put_u8(&out, pfc_flags);
    put_octets(&out, (struct octets){ drep_written, DREP_SIZE });
    put_u16(&out, 0); /* frag_length: co_end() */
    put_u16(&out, 0); /* auth_length */
    put_u32(&out, call_id);
    return out;
}

size_t co_end(struct octet_writer *writer)
{
    if (writer->overflow)
        return 0;
    writer->data[FRAG_LENGTH_AT] = (uint8_t)writer->size;
    writer->data[FRAG_LENGTH_AT + 1] = (uint8_t)(writer->size >> 8);
    return writer->size;
}

static void put_association(struct octet_writer *out, const struct co_association *association)
{
    put_u16(out, association->max_xmit_frag);
    put_u16(out, association->max_recv_frag);
    put_u32(out, association->assoc_group_id);
}

static void put_count(struct octet_writer *out, uint8_t count)
{
    put_u8(out, count);
    put_u8(out, 0);  /* reserved */
    put_u16(out, 0); /* reserved2 */
}

size_t co_build_bind(uint8_t *data, size_t capacity, uint8_t pfc_flags, uint32_t call_id,
                     const struct co_association *association, const struct co_offer *offers, uint8_t n_context_elem)
{
    struct octet_writer out = co_begin(data, capacity, CO_BIND, pfc_flags, call_id);
    put_association(&out, association);
    put_count(&out, n_context_elem);
    for (unsigned i = 0; i < n_context_elem; ++i) {
        put_u16(&out, offers[i].p_cont_id);
        put_u8(&out, 1); /* n_transfer_syn */
        put_u8(&out, 0); /* reserved */
        put_syntax(&out, &offers[i].abstract_syntax);
        put_syntax(&out, &offers[i].transfer_syntax);
    }
    return co_end(&out);
}

size_t co_build_bind_ack(uint8_t *data, size_t capacity, uint8_t pfc_flags, uint32_t call_id,
                         const struct co_association *association, struct octets sec_addr,
                         const struct co_result *results, uint8_t n_results)
{
    if (sec_addr.size > UINT16_MAX)
        return 0;
    struct octet_writer out = co_begin(data, capacity, CO_BIND_ACK, pfc_flags, call_id);
    put_association(&out, association);
    put_u16(&out, (uint16_t)sec_addr.size);
    put_octets(&out, sec_addr);
    while (out.size % 4 && !out.overflow) /* the list is aligned */
        put_u8(&out, 0);
    put_count(&out, n_results);
    for (unsigned i = 0; i < n_results; ++i) {
        put_u16(&out, results[i].result);
        put_u16(&out, results[i].reason);
        put_syntax(&out, &results[i].transfer_syntax);
    }
    return co_end(&out);
}

size_t co_build_request(uint8_t *data, size_t capacity, uint8_t pfc_flags, uint32_t call_id,
                        const struct co_request *request, struct octets stub_data)
{
    struct octet_writer out = co_begin(data, capacity, CO_REQUEST, pfc_flags, call_id);
    put_u32(&out, request->alloc_hint);
    put_u16(&out, request->p_cont_id);
    put_u16(&out, request->opnum);
    if (pfc_flags & PFC_OBJECT_UUID)
        put_uuid(&out, &request->object);
    put_octets(&out, stub_data);
    return co_end(&out);
}

size_t co_build_response(uint8_t *data, size_t capacity, uint8_t pfc_flags, uint32_t call_id,
                         const struct co_response *response, struct octets stub_data)
{
    struct octet_writer out = co_begin(data, capacity, CO_RESPONSE, pfc_flags, call_id);
    put_u32(&out, response->alloc_hint);
    put_u16(&out, response->p_cont_id);
    put_u8(&out, response->cancel_count);
    put_u8(&out, 0); /* reserved */
    put_octets(&out, stub_data);
    return co_end(&out);
}

size_t co_build_fault(uint8_t *data, size_t capacity, uint8_t pfc_flags, uint32_t call_id, const struct co_fault *fault)
{
    struct octet_writer out = co_begin(data, capacity, CO_FAULT, pfc_flags, call_id);
    put_u32(&out, fault->alloc_hint);
    put_u16(&out, fault->p_cont_id);
    put_u8(&out, fault->cancel_count);
    put_u8(&out, 0); /* reserved */
    put_u32(&out, fault->status);
    put_u32(&out, 0); /* reserved2 */
    return co_end(&out);
}

static size_t build_header_alone(uint8_t *data, size_t capacity, uint8_t ptype, uint8_t pfc_flags, uint32_t call_id)
{
    struct octet_writer out = co_begin(data, capacity, ptype, pfc_flags, call_id);
    return co_end(&out);
}

size_t co_build_co_cancel(uint8_t *data, size_t capacity, uint8_t pfc_flags, uint32_t call_id)
{
    return build_header_alone(data, capacity, CO_CANCEL, pfc_flags, call_id);
}

size_t co_build_orphaned(uint8_t *data, size_t capacity, uint8_t pfc_flags, uint32_t call_id)
{
    return build_header_alone(data, capacity, CO_ORPHANED, pfc_flags, call_id);
}

size_t co_build_shutdown(uint8_t *data, size_t capacity, uint8_t pfc_flags, uint32_t call_id)
{
    return build_header_alone(data, capacity, CO_SHUTDOWN, pfc_flags, call_id);
}
