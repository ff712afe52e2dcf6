/* The header that every PDU of connection-oriented DCE/RPC begins with (C706, 12.6.3.1), and what its values are
 * called.
 *
 * Names are those of C706; MS-RPCE adds auth3 and SUPPORT_HEADER_SIGN, MS-RPCH adds RTS.
 */
#ifndef WINCANCEL_CO_HEADER_H
#define WINCANCEL_CO_HEADER_H

#include "octets.h"

#define CO_HEADER_SIZE 16u
#define CO_MAX_FRAG    UINT16_MAX /* frag_length has 16 bits */

enum co_ptype {
    CO_REQUEST = 0,
    CO_RESPONSE = 2,
    CO_FAULT = 3,
    CO_BIND = 11,
    CO_BIND_ACK = 12,
    CO_BIND_NAK = 13,
    CO_ALTER_CONTEXT = 14,
    CO_ALTER_CONTEXT_RESP = 15,
    CO_AUTH3 = 16,
    CO_SHUTDOWN = 17,
    CO_CANCEL = 18,
    CO_ORPHANED = 19,
    CO_RTS = 20,
};

/* pfc_flags (C706, 12.6.3.1) */
#define PFC_FIRST_FRAG          0x01u
#define PFC_LAST_FRAG           0x02u
#define PFC_PENDING_CANCEL      0x04u
#define PFC_SUPPORT_HEADER_SIGN 0x04u /* the same bit, on the PDUs that set up a connection: MS-RPCE 2.2.2.3 */
#define PFC_RESERVED_1          0x08u
#define PFC_CONC_MPX            0x10u
#define PFC_DID_NOT_EXECUTE     0x20u
#define PFC_MAYBE               0x40u
#define PFC_OBJECT_UUID         0x80u
#define PFC_WHOLE               (PFC_FIRST_FRAG | PFC_LAST_FRAG)

struct co_header {
    uint8_t rpc_vers; /* 5 */
    uint8_t rpc_vers_minor;
    uint8_t ptype; /* enum co_ptype */
    uint8_t pfc_flags;
    uint8_t packed_drep[4];
    uint16_t frag_length; /* of the whole PDU, header and verifier included */
    uint16_t auth_length;
    uint32_t call_id;
};

/* What can be wrong with a PDU. SHORT ones say which part the memory, or the PDU's own length, ends in. */
enum co_error {
    CO_GOOD,
    CO_SHORT_HEADER, /* so far it is one, but there are fewer than CO_HEADER_SIZE bytes */
    CO_BAD_VERSION,
    CO_BAD_PTYPE,
    CO_BAD_DREP,
    CO_BAD_FRAG_LENGTH,
    CO_LONG_FRAG, /* longer than whoever receives it allows */
    CO_SHORT_PDU, /* fewer bytes than frag_length */
    CO_BAD_AUTH_LENGTH,
    CO_BAD_AUTH_PAD,
    CO_SHORT_REQUEST,
    CO_SHORT_OBJECT,
    CO_SHORT_RESPONSE,
    CO_SHORT_FAULT,
    CO_SHORT_BIND,
    CO_SHORT_CONTEXT,
    CO_SHORT_TRANSFER_SYNTAX,
    CO_SHORT_BIND_ACK,
    CO_SHORT_SEC_ADDR,
    CO_SHORT_RESULT_LIST,
    CO_SHORT_RESULT,
    CO_SHORT_BIND_NAK,
    CO_SHORT_PROTOCOLS,
    CO_SHORT_RTS,
    CO_SHORT_RTS_COMMAND,
    CO_BAD_RTS_COMMAND,
    CO_OTHER_RTS, /* another RTS PDU than the one asked for */
    CO_ERROR_COUNT
};

/* The error in words, for whoever reads a report. */
const char *co_error_text(enum co_error error);

/* Reads the header at the front of `octets`. header->frag_length then is how many bytes the whole PDU has, so that a
 * stream can be cut; the body is not looked at.
 *
 * Of fewer than CO_HEADER_SIZE bytes it tells CO_SHORT_HEADER only if they can be the beginning of a header: what is no
 * PDU is known by its first wrong byte. `header` is filled only where CO_GOOD is returned.
 */
enum co_error co_header_parse(struct octets octets, struct co_header *header);

/* Whether bit 0x04 is set and means PENDING_CANCEL. On bind, bind_ack, alter_context, alter_context_resp and auth3 it
 * means SUPPORT_HEADER_SIGN: every bind of Windows has it. */
bool co_is_pending_cancel(const struct co_header *header);

/* "co_cancel" and so on; NULL for a number that is no ptype here. */
const char *co_ptype_name(uint8_t ptype);
/* The name of one bit of pfc_flags, on PDUs of `ptype`, without PFC_; NULL if `flag` is not one bit. */
const char *co_flag_name(uint8_t ptype, uint8_t flag);

#endif
