/* What a script says. Its thread ends where it cannot go on. */
#include <string.h>

#include "bind_answer.h"
#include "interface.h"
#include "script.h"
#include "wire/co_build.h"

#define SEND_DEADLINE_MS 10000u
#define MAX_PDU          512u /* of what a script sends */

#ifdef __GNUC__
__attribute__((noreturn))
#endif
static void
end_thread(void)
{
    ExitThread(0);
#ifdef __GNUC__
    __builtin_unreachable();
#endif
}

void reach(struct script *script, enum stage stage)
{
    SetEvent(script->reached[stage]);
}

void hang_up(struct script *script)
{
    close_connection(&script->connection);
}

void accept_connection(struct script *script)
{
    close_connection(&script->connection);
    SOCKET accepted = accept_one(script->listener, script->stop, INFINITE); /* ended by `stop` */
    if (accepted == INVALID_SOCKET || !open_connection(&script->connection, accepted, script->stop))
        end_thread();
    log_wire(script->log, script->connections++, FROM_CLIENT, WIRE_OPENED);
    reach(script, STAGE_ACCEPTED);
}

/* What came is logged; false if it was no PDU. Waits until the case ends, or `also` is signalled. */
static bool receive(struct script *script, struct co_pdu *pdu, HANDLE also)
{
    enum received received = receive_pdu(&script->connection, pdu, INFINITE, also);
    unsigned number = script->connections - 1;
    if (received == RECEIVED_PDU)
        log_pdu(script->log, number, FROM_CLIENT, pdu);
    else if (received == RECEIVED_CLOSE)
        log_wire(script->log, number, FROM_CLIENT, WIRE_CLOSED);
    else if (received == RECEIVED_NO_CO)
        log_wire(script->log, number, FROM_CLIENT, WIRE_NO_CO);
    else if (received == RECEIVED_STOP)
        end_thread();
    return received == RECEIVED_PDU;
}

void wait_deaf(struct script *script, enum stage stage)
{
    HANDLE handles[2] = { script->go_on[stage], script->stop };
    if (WaitForMultipleObjects(2, handles, FALSE, INFINITE) != WAIT_OBJECT_0) /* ended by `stop` */
        end_thread();
}

void wait_to_go_on(struct script *script, enum stage stage)
{
    struct co_pdu pdu;
    if (script->connection.socket != INVALID_SOCKET)
        while (receive(script, &pdu, script->go_on[stage]))
            ;
    wait_deaf(script, stage); /* the client has closed, or the test says go on */
}

void receive_next(struct script *script, struct co_pdu *pdu)
{
    if (!receive(script, pdu, NULL))
        end_thread();
}

/* False if the client does not take it. */
static bool is_sent(struct script *script, const uint8_t *data, size_t size)
{
    return size && send_bytes(&script->connection, data, size, SEND_DEADLINE_MS);
}

static void transmit(struct script *script, const uint8_t *data, size_t size)
{
    if (!is_sent(script, data, size))
        end_thread();
}

/* ---- setting up ---------------------------------------------------------------------------------------------------
 */

/* Whether the client took the answer. */
static bool is_bind_acknowledged(struct script *script, const struct co_pdu *bind)
{
    uint8_t data[MAX_PDU];
    return is_sent(script, data, build_bind_answer(data, sizeof(data), bind));
}

static void acknowledge_bind(struct script *script, const struct co_pdu *bind)
{
    if (!is_bind_acknowledged(script, bind))
        end_thread();
}

void accept_bind(struct script *script)
{
    struct co_pdu pdu;
    accept_connection(script);
    do {
        receive_next(script, &pdu);
    } while (pdu.header.ptype != CO_BIND);
    acknowledge_bind(script, &pdu);
}

static void receive_fragment(struct script *script, struct co_pdu *pdu)
{
    for (;;) {
        receive_next(script, pdu);
        if (pdu->header.ptype == CO_BIND || pdu->header.ptype == CO_ALTER_CONTEXT)
            acknowledge_bind(script, pdu);
        else if (pdu->header.ptype == CO_REQUEST)
            break;
    }
    if (!(pdu->header.pfc_flags & PFC_FIRST_FRAG))
        return;
    script->call_id = pdu->header.call_id;
    script->request_flags = pdu->header.pfc_flags;
    if (pdu->rest.size >= sizeof(script->request))
        memcpy(&script->request, pdu->rest.data, sizeof(script->request));
}

void receive_first_fragment(struct script *script)
{
    struct co_pdu pdu;
    do {
        receive_fragment(script, &pdu);
    } while (!(pdu.header.pfc_flags & PFC_FIRST_FRAG));
}

void receive_part_of_request(struct script *script, size_t size)
{
    struct co_pdu pdu;
    size_t received = 0;
    do {
        receive_fragment(script, &pdu);
        received += pdu.rest.size;
    } while (received < size);
}

static bool is_bind(const struct co_pdu *pdu)
{
    return pdu->header.ptype == CO_BIND || pdu->header.ptype == CO_ALTER_CONTEXT;
}

void hold_requests(struct script *script, enum stage stage)
{
    struct co_pdu pdu;
    while (receive(script, &pdu, script->go_on[stage]) && (!is_bind(&pdu) || is_bind_acknowledged(script, &pdu)))
        continue;
    wait_deaf(script, stage);
    ResetEvent(script->go_on[stage]);
    hang_up(script);
}

void receive_request(struct script *script)
{
    struct co_pdu pdu;
    do {
        receive_fragment(script, &pdu);
    } while (!(pdu.header.pfc_flags & PFC_LAST_FRAG));
}

/* ---- answering ----------------------------------------------------------------------------------------------------
 */

static size_t build_response(const struct script *script, uint8_t *data, uint8_t pfc_flags, uint8_t cancel_count,
                             uint32_t call_id)
{
    struct reply reply = { script->request.token, script->peer.nonce };
    struct co_response response = { sizeof(reply), 0, cancel_count };
    struct octets stub_data = { (const uint8_t *)&reply, sizeof(reply) };
    return co_build_response(data, MAX_PDU, pfc_flags, call_id, &response, stub_data);
}

void respond(struct script *script, uint8_t pfc_flags, uint8_t cancel_count, uint32_t call_id)
{
    uint8_t data[MAX_PDU];
    transmit(script, data, build_response(script, data, pfc_flags, cancel_count, call_id));
}

void respond_in_part(struct script *script, size_t size)
{
    uint8_t data[MAX_PDU];
    build_response(script, data, PFC_WHOLE, 0, script->call_id);
    transmit(script, data, size);
}

void respond_with_first_fragment(struct script *script)
{
    respond(script, PFC_FIRST_FRAG, 0, script->call_id);
}

void fault(struct script *script, uint32_t status)
{
    uint8_t data[MAX_PDU];
    struct co_fault fault = { .status = status };
    transmit(script, data, co_build_fault(data, sizeof(data), PFC_WHOLE, script->call_id, &fault));
}

void send_shutdown(struct script *script)
{
    uint8_t data[MAX_PDU];
    transmit(script, data, co_build_shutdown(data, sizeof(data), PFC_WHOLE, script->call_id));
}
