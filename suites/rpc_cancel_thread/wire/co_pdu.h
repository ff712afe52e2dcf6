/* PDUs of connection-oriented DCE/RPC, read out of memory (C706, 12.6.4). What is read points into that memory. */
#ifndef WINCANCEL_CO_PDU_H
#define WINCANCEL_CO_PDU_H

#include "co_header.h"
#include "co_syntax.h"

/* Elements of a list within a PDU, to be taken by the co_next_* of their type. Copy it to go through it again. */
struct co_elements {
    struct octet_reader reader;
    uint8_t left;
};

struct co_request {
    uint32_t alloc_hint;
    uint16_t p_cont_id;
    uint16_t opnum;
    struct dce_uuid object; /* there only if PFC_OBJECT_UUID is set, else 0 */
};

struct co_response {
    uint32_t alloc_hint;
    uint16_t p_cont_id;
    uint8_t cancel_count;
};

struct co_fault {
    uint32_t alloc_hint;
    uint16_t p_cont_id;
    uint8_t cancel_count;
    uint32_t status;
};
#define NCA_S_FAULT_CANCEL 0x1C00000Du /* the call was cancelled; C706, appendix E */

/* What both sides of a bind say about the connection. */
struct co_association {
    uint16_t max_xmit_frag;
    uint16_t max_recv_frag;
    uint32_t assoc_group_id;
};

/* bind and alter_context */
struct co_bind {
    struct co_association association;
    struct co_elements contexts; /* co_next_context */
};

struct co_context {
    uint16_t p_cont_id;
    struct co_syntax abstract_syntax;
    struct co_elements transfer_syntaxes; /* co_next_transfer_syntax */
};

/* bind_ack and alter_context_resp */
struct co_bind_ack {
    struct co_association association;
    struct octets sec_addr;     /* its closing NUL included */
    struct co_elements results; /* co_next_result */
};

/* p_cont_def_result_t; the last one is of MS-RPCE 2.2.2.4 */
enum co_cont_result { CO_ACCEPTANCE, CO_USER_REJECTION, CO_PROVIDER_REJECTION, CO_NEGOTIATE_ACK };

struct co_result {
    uint16_t result; /* enum co_cont_result */
    uint16_t reason; /* of a negotiate_ack: the bind-time features granted */
    struct co_syntax transfer_syntax;
};

struct co_bind_nak {
    uint16_t provider_reject_reason;
    struct octets protocols; /* two octets each: major and minor version */
};

/* MS-RPCH 2.2.3.1; its commands: rts_pdu.h */
struct co_rts {
    uint16_t flags;
    uint16_t number_of_commands;
};

/* The verifier at the end of a PDU, there if auth_length is not 0 (MS-RPCE 2.2.2.11). */
struct co_verifier {
    uint8_t auth_type;
    uint8_t auth_level;
    uint8_t auth_pad_length;
    uint32_t auth_context_id;
    struct octets auth_value;
};
#define CO_VERIFIER_SIZE 8u /* without auth_value */

struct co_pdu {
    struct co_header header;
    union { /* by header.ptype; the ptypes that are not named here are header alone */
        struct co_request request;
        struct co_response response;
        struct co_fault fault;
        struct co_bind bind;
        struct co_bind_ack bind_ack;
        struct co_bind_nak bind_nak;
        struct co_rts rts;
    };
    /* What follows these fields up to the verifier: the stub data of a request, response or fault, the commands of an
     * RTS PDU. Else there should be nothing, but padding of a verifier. */
    struct octets rest;
    struct co_verifier verifier;
};

/* Reads the PDU at the front of `octets`; bytes behind frag_length are not looked at. The lists in it have been gone
 * through, so that the co_next_* give all their elements. `pdu` means something only where CO_GOOD is returned, except
 * for pdu->header, which is read unless the error is about the header itself. */
enum co_error co_pdu_parse(struct octets octets, struct co_pdu *pdu);

/* The next element; false, and `element` untouched, when there is none left. */
bool co_next_context(struct co_elements *contexts, struct co_context *context);
bool co_next_transfer_syntax(struct co_elements *transfer_syntaxes, struct co_syntax *syntax);
bool co_next_result(struct co_elements *results, struct co_result *result);

#endif
