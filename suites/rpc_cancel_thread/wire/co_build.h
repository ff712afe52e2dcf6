/* PDUs of connection-oriented DCE/RPC, written into memory of the caller's: little endian, version 5.0, no verifier.
 *
 * Each function returns how many bytes it wrote, which is also the PDU's frag_length; 0 if they do not fit into
 * `capacity`, or are more than CO_MAX_FRAG. Where a function takes pfc_flags it does not look at them, except for
 * OBJECT_UUID: what a peer does with flags that make no sense is something to test.
 */
#ifndef WINCANCEL_CO_BUILD_H
#define WINCANCEL_CO_BUILD_H

#include "co_pdu.h"

/* A presentation context that a client offers, with one transfer syntax. */
struct co_offer {
    uint16_t p_cont_id;
    struct co_syntax abstract_syntax;
    struct co_syntax transfer_syntax;
};

/* `offers` has `n_context_elem` elements. For bind-time features the last one has the abstract syntax of the one before
 * it and syntax_of_features(). */
size_t co_build_bind(uint8_t *data, size_t capacity, uint8_t pfc_flags, uint32_t call_id,
                     const struct co_association *association, const struct co_offer *offers, uint8_t n_context_elem);
/* `sec_addr` should end with a NUL; `results` has `n_results` elements, in the order of the bind's contexts. */
size_t co_build_bind_ack(uint8_t *data, size_t capacity, uint8_t pfc_flags, uint32_t call_id,
                         const struct co_association *association, struct octets sec_addr,
                         const struct co_result *results, uint8_t n_results);

/* One fragment each. alloc_hint is as given, whatever the stub data's size. */
size_t co_build_request(uint8_t *data, size_t capacity, uint8_t pfc_flags, uint32_t call_id,
                        const struct co_request *request, struct octets stub_data);
size_t co_build_response(uint8_t *data, size_t capacity, uint8_t pfc_flags, uint32_t call_id,
                         const struct co_response *response, struct octets stub_data);
size_t co_build_fault(uint8_t *data, size_t capacity, uint8_t pfc_flags, uint32_t call_id,
                      const struct co_fault *fault);

/* Header alone. */
size_t co_build_co_cancel(uint8_t *data, size_t capacity, uint8_t pfc_flags, uint32_t call_id);
size_t co_build_orphaned(uint8_t *data, size_t capacity, uint8_t pfc_flags, uint32_t call_id);
size_t co_build_shutdown(uint8_t *data, size_t capacity, uint8_t pfc_flags, uint32_t call_id);

/* The two halves that every builder consists of, for PDUs that none of these makes: the header, and, when all the rest
 * is put, its frag_length. */
struct octet_writer co_begin(uint8_t *data, size_t capacity, uint8_t ptype, uint8_t pfc_flags, uint32_t call_id);
size_t co_end(struct octet_writer *writer);

#endif
