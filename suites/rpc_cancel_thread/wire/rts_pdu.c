#include "rts_pdu.h"

#include "co_build.h"

#define VERSION_OF_RPC_OVER_HTTP 1u

/* ---- reading ------------------------------------------------------------------------------------------------------
 */

#define FLOW_CONTROL_ACK_SIZE  24u
#define CLIENT_ADDRESS_PADDING 12u
#define ADDRESS_TYPE_IPV4      0u
#define ADDRESS_TYPE_IPV6      1u

/* Whether the address is of a type that there is. */
static bool read_client_address(struct octet_reader *in)
{
    uint32_t address_type = next_u32(in);
    next_octets(in, address_type == ADDRESS_TYPE_IPV6 ? 16 : 4);
    next_octets(in, CLIENT_ADDRESS_PADDING);
    return address_type == ADDRESS_TYPE_IPV4 || address_type == ADDRESS_TYPE_IPV6;
}

enum co_error rts_next_command(struct octets *commands, struct rts_command *command)
{
    struct octet_reader in = { .left = *commands };
    struct rts_command read = { 0 };
    bool known = true;
    read.type = next_u32(&in);
    if (in.overrun)
        return CO_SHORT_RTS_COMMAND;
    read.body = in.left;
    switch (read.type) {
    case RTS_RECEIVE_WINDOW_SIZE:
    case RTS_CONNECTION_TIMEOUT:
    case RTS_CHANNEL_LIFETIME:
    case RTS_CLIENT_KEEPALIVE:
    case RTS_VERSION:
    case RTS_DESTINATION:
    case RTS_PING_TRAFFIC_SENT_NOTIFY:
        read.value = next_u32(&in);
        break;
    case RTS_COOKIE:
    case RTS_ASSOCIATION_GROUP_ID:
        read.uuid = next_uuid(&in);
        break;
    case RTS_FLOW_CONTROL_ACK:
        next_octets(&in, FLOW_CONTROL_ACK_SIZE);
        break;
    case RTS_PADDING:
        next_octets(&in, next_u32(&in));
        break;
    case RTS_CLIENT_ADDRESS:
        known = read_client_address(&in);
        break;
    case RTS_EMPTY:
    case RTS_NEGATIVE_ANCE:
    case RTS_ANCE:
        break;
    default:
        known = false;
    }
    if (!known)
        return CO_BAD_RTS_COMMAND;
    if (in.overrun)
        return CO_SHORT_RTS_COMMAND;
    read.body.size -= in.left.size;
    *commands = in.left;
    *command = read;
    return CO_GOOD;
}

/* Reads all commands of `pdu`, which must be of these types, into `commands`. */
static enum co_error read_commands(const struct co_pdu *pdu, const uint8_t *types, size_t count,
                                   struct rts_command *commands)
{
    if (pdu->header.ptype != CO_RTS || pdu->rts.flags != RTS_FLAG_NONE || pdu->rts.number_of_commands != count)
        return CO_OTHER_RTS;
    struct octets left = pdu->rest;
    for (size_t i = 0; i < count; ++i) {
        enum co_error error = rts_next_command(&left, &commands[i]);
        if (error)
            return error;
        if (commands[i].type != types[i])
            return CO_OTHER_RTS;
    }
    return CO_GOOD;
}

enum co_error rts_parse_conn_a1(const struct co_pdu *pdu, struct rts_conn_a1 *conn_a1)
{
    static const uint8_t types[] = { RTS_VERSION, RTS_COOKIE, RTS_COOKIE, RTS_RECEIVE_WINDOW_SIZE };
    struct rts_command commands[sizeof(types)];
    enum co_error error = read_commands(pdu, types, sizeof(types), commands);
    if (error)
        return error;
    *conn_a1 = (struct rts_conn_a1){ commands[0].value, commands[1].uuid, commands[2].uuid, commands[3].value };
    return CO_GOOD;
}

enum co_error rts_parse_conn_b1(const struct co_pdu *pdu, struct rts_conn_b1 *conn_b1)
{
    static const uint8_t types[] = { RTS_VERSION,          RTS_COOKIE,           RTS_COOKIE,
                                     RTS_CHANNEL_LIFETIME, RTS_CLIENT_KEEPALIVE, RTS_ASSOCIATION_GROUP_ID };
    struct rts_command commands[sizeof(types)];
    enum co_error error = read_commands(pdu, types, sizeof(types), commands);
    if (error)
        return error;
    *conn_b1 = (struct rts_conn_b1){ commands[0].value, commands[1].uuid,  commands[2].uuid,
                                     commands[3].value, commands[4].value, commands[5].uuid };
    return CO_GOOD;
}

/* ---- writing ------------------------------------------------------------------------------------------------------
 */

static struct octet_writer begin(uint8_t *data, size_t capacity, uint16_t flags, uint16_t number_of_commands)
{
    struct octet_writer out = co_begin(data, capacity, CO_RTS, PFC_WHOLE, 0);
    put_u16(&out, flags);
    put_u16(&out, number_of_commands);
    return out;
}

static void put_command(struct octet_writer *out, enum rts_command_type type, uint32_t value)
{
    put_u32(out, type);
    put_u32(out, value);
}

size_t rts_build_echo(uint8_t *data, size_t capacity)
{
    struct octet_writer out = begin(data, capacity, RTS_FLAG_ECHO, 0);
    return co_end(&out);
}

size_t rts_build_conn_a3(uint8_t *data, size_t capacity, uint32_t connection_timeout)
{
    struct octet_writer out = begin(data, capacity, RTS_FLAG_NONE, 1);
    put_command(&out, RTS_CONNECTION_TIMEOUT, connection_timeout);
    return co_end(&out);
}

size_t rts_build_conn_c2(uint8_t *data, size_t capacity, uint32_t receive_window_size, uint32_t connection_timeout)
{
    struct octet_writer out = begin(data, capacity, RTS_FLAG_NONE, 3);
    put_command(&out, RTS_VERSION, VERSION_OF_RPC_OVER_HTTP);
    put_command(&out, RTS_RECEIVE_WINDOW_SIZE, receive_window_size);
    put_command(&out, RTS_CONNECTION_TIMEOUT, connection_timeout);
    return co_end(&out);
}
