/* PDUs of datagram DCE/RPC (ncadg_*), read out of memory (C706, 12.5; MS-RPCE 3.2.2): the header, and the two PDUs that
 * cancelling a call is about. C706 also calls them cl_cancel and cancel_ack, older versions and Microsoft quit and
 * quack.
 */
#ifndef WINCANCEL_DG_PDU_H
#define WINCANCEL_DG_PDU_H

#include "octets.h"

#define DG_HEADER_SIZE 80u
#define DG_RPC_VERS    4

enum dg_ptype {
    DG_REQUEST,
    DG_PING,
    DG_RESPONSE,
    DG_FAULT,
    DG_WORKING,
    DG_NOCALL,
    DG_REJECT,
    DG_ACK,
    DG_QUIT,
    DG_FACK,
    DG_QUACK,
};

/* flags1 */
#define DG_LAST_FRAG  0x02u
#define DG_FRAG       0x04u
#define DG_NO_FACK    0x08u
#define DG_MAYBE      0x10u
#define DG_IDEMPOTENT 0x20u
#define DG_BROADCAST  0x40u
/* flags2 */
#define DG_CANCEL_PENDING 0x02u /* from the server: a cancel was pending when the call ended */

struct dg_header {
    uint8_t rpc_vers; /* DG_RPC_VERS */
    uint8_t ptype;    /* enum dg_ptype */
    uint8_t flags1;
    uint8_t flags2;
    uint8_t drep[3];
    uint16_t serial; /* serial_hi and serial_lo, which lie apart */
    struct dce_uuid object;
    struct dce_uuid if_id;
    struct dce_uuid act_id;
    uint32_t server_boot;
    uint32_t if_vers;
    uint32_t seqnum;
    uint16_t opnum;
    uint16_t ihint;
    uint16_t ahint;
    uint16_t len; /* of the body */
    uint16_t fragnum;
    uint8_t auth_proto;
};

/* Asks that a call be cancelled. Without a body it says that the client has left: an orphaned call. */
struct dg_quit {
    bool has_body; /* the rest means something only then */
    uint32_t vers; /* 0 */
    uint32_t cancel_id;
};

/* Acknowledges a quit; without a body, one that had none. */
struct dg_quack {
    bool has_body;
    uint32_t vers; /* 0 */
    uint32_t cancel_id;
    bool server_is_accepting;
};

enum dg_error {
    DG_GOOD,
    DG_SHORT_HEADER, /* so far it is one, but there are fewer than DG_HEADER_SIZE bytes */
    DG_BAD_VERSION,
    DG_BAD_PTYPE,
    DG_BAD_DREP,
    DG_SHORT_BODY, /* fewer bytes than len */
    DG_SHORT_QUIT, /* a body, but not all of it */
    DG_SHORT_QUACK,
    DG_ERROR_COUNT
};
const char *dg_error_text(enum dg_error error);

struct dg_pdu {
    struct dg_header header;
    struct octets body; /* len bytes; a verifier that may follow is left out */
    union {             /* by header.ptype */
        struct dg_quit quit;
        struct dg_quack quack;
    };
};

/* Reads the PDU that a datagram consists of; bytes behind the body are not looked at. `pdu` means something only where
 * DG_GOOD is returned, except for pdu->header, which is read unless the error is about the header itself. */
enum dg_error dg_pdu_parse(struct octets octets, struct dg_pdu *pdu);

/* "quit" and so on; NULL for a number that is no ptype here. */
const char *dg_ptype_name(uint8_t ptype);

#endif
