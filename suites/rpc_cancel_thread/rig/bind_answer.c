#include "bind_answer.h"

#include "wire/co_build.h"

#define MAX_XMIT_FRAG 4280u /* what Windows offers */
#define MAX_CONTEXTS  8u

size_t build_bind_answer(uint8_t *data, size_t capacity, const struct co_pdu *bind)
{
    static const uint8_t no_address[] = { 0 };
    struct co_association association = { MAX_XMIT_FRAG, MAX_XMIT_FRAG, 0x1234 };
    struct co_result results[MAX_CONTEXTS] = { { CO_ACCEPTANCE, 0, { { 0 }, 0 } } };
    uint8_t count = bind->bind.contexts.left < MAX_CONTEXTS ? bind->bind.contexts.left : MAX_CONTEXTS;
    results[0].transfer_syntax = ndr_syntax;
    for (uint8_t i = 1; i < count; ++i)
        results[i].result = CO_PROVIDER_REJECTION;
    size_t size = co_build_bind_ack(data, capacity, PFC_WHOLE, bind->header.call_id, &association,
                                    (struct octets){ no_address, sizeof(no_address) }, results, count);
    if (size && bind->header.ptype == CO_ALTER_CONTEXT)
        data[2] = CO_ALTER_CONTEXT_RESP; /* the same PDU otherwise: C706, 12.6.4.2 */
    return size;
}
