/* RTS PDUs: how the two channels of ncacn_http are set up (MS-RPCH 2.2.3, 2.2.4). Those that a stand-in for the proxy
 * and the server behind it gets and sends. They are always little endian.
 */
#ifndef WINCANCEL_RTS_PDU_H
#define WINCANCEL_RTS_PDU_H

#include "co_pdu.h"

/* co_rts.flags */
#define RTS_FLAG_NONE            0x0000u
#define RTS_FLAG_PING            0x0001u
#define RTS_FLAG_OTHER_CMD       0x0002u
#define RTS_FLAG_RECYCLE_CHANNEL 0x0004u
#define RTS_FLAG_IN_CHANNEL      0x0008u
#define RTS_FLAG_OUT_CHANNEL     0x0010u
#define RTS_FLAG_EOF             0x0020u
#define RTS_FLAG_ECHO            0x0040u

enum rts_command_type {
    RTS_RECEIVE_WINDOW_SIZE,
    RTS_FLOW_CONTROL_ACK,
    RTS_CONNECTION_TIMEOUT,
    RTS_COOKIE,
    RTS_CHANNEL_LIFETIME,
    RTS_CLIENT_KEEPALIVE,
    RTS_VERSION,
    RTS_EMPTY,
    RTS_PADDING,
    RTS_NEGATIVE_ANCE,
    RTS_ANCE,
    RTS_CLIENT_ADDRESS,
    RTS_ASSOCIATION_GROUP_ID,
    RTS_DESTINATION,
    RTS_PING_TRAFFIC_SENT_NOTIFY,
};

struct rts_command {
    uint32_t type;        /* enum rts_command_type */
    uint32_t value;       /* of a command that carries one number */
    struct dce_uuid uuid; /* of a cookie or an association group */
    struct octets body;   /* everything behind the type, of any command */
};

/* Reads the next of the commands that begin at `commands` (which is pdu.rest at first) and moves `commands` past it.
 * CO_SHORT_RTS_COMMAND also where nothing is left: number_of_commands says how many there should be. */
enum co_error rts_next_command(struct octets *commands, struct rts_command *command);

/* Sent by a client on the OUT channel: 2.2.4.2. */
struct rts_conn_a1 {
    uint32_t version;
    struct dce_uuid virtual_connection_cookie;
    struct dce_uuid out_channel_cookie;
    uint32_t receive_window_size; /* bytes */
};

/* Sent by a client on the IN channel: 2.2.4.5. */
struct rts_conn_b1 {
    uint32_t version;
    struct dce_uuid virtual_connection_cookie;
    struct dce_uuid in_channel_cookie;
    uint32_t channel_lifetime; /* bytes */
    uint32_t client_keepalive; /* milliseconds; 0: the default */
    struct dce_uuid association_group_id;
};

/* CO_OTHER_RTS if the PDU is not this one. */
enum co_error rts_parse_conn_a1(const struct co_pdu *pdu, struct rts_conn_a1 *conn_a1);
enum co_error rts_parse_conn_b1(const struct co_pdu *pdu, struct rts_conn_b1 *conn_b1);

/* As the functions of co_build.h. The answer to the request without content that each channel begins with. */
size_t rts_build_echo(uint8_t *data, size_t capacity);
/* The answers on the OUT channel: 2.2.4.4 and 2.2.4.9. Time-outs in milliseconds, the window in bytes. */
size_t rts_build_conn_a3(uint8_t *data, size_t capacity, uint32_t connection_timeout);
size_t rts_build_conn_c2(uint8_t *data, size_t capacity, uint32_t receive_window_size, uint32_t connection_timeout);

#endif
