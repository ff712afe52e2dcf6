/* RCT-PHASE-*: a cancel in each phase of a call, from the bind that is not answered to the reply that comes in part.
 * The server is a script that stops there. With cancel time-out 0 the call has nothing to wait for. What the page says
 * is "in progress"; where that begins and ends it does not say, so all is recorded.
 */
#include "rig/cancel.h"
#include "rig/script.h"

static void bind_is_not_answered(struct script *script)
{
    struct co_pdu bind;
    accept_connection(script);
    receive_next(script, &bind);
    reach(script, STAGE_HELD);
    wait_to_go_on(script, STAGE_HELD);
    hang_up(script);
}

static void request_is_not_answered(struct script *script)
{
    accept_bind(script);
    receive_request(script);
    reach(script, STAGE_HELD);
    wait_to_go_on(script, STAGE_HELD);
    respond(script, PFC_WHOLE, 0, script->call_id);
}

static void half_a_header(struct script *script)
{
    accept_bind(script);
    receive_request(script);
    respond_in_part(script, CO_HEADER_SIZE / 2);
    reach(script, STAGE_HELD);
    wait_to_go_on(script, STAGE_HELD);
    hang_up(script);
}

static void header_without_body(struct script *script)
{
    accept_bind(script);
    receive_request(script);
    respond_in_part(script, CO_HEADER_SIZE + 4);
    reach(script, STAGE_HELD);
    wait_to_go_on(script, STAGE_HELD);
    hang_up(script);
}

static void first_fragment_only(struct script *script)
{
    accept_bind(script);
    receive_request(script);
    respond_with_first_fragment(script);
    reach(script, STAGE_HELD);
    wait_to_go_on(script, STAGE_HELD);
    hang_up(script);
}

/* The request is larger than what fits between the two: the client blocks while it sends. */
static void request_is_not_read(struct script *script)
{
    accept_bind(script);
    receive_first_fragment(script);
    reach(script, STAGE_HELD);
    wait_deaf(script, STAGE_HELD);
    receive_request(script); /* the rest of it */
    respond(script, PFC_WHOLE, 0, script->call_id);
}

#define LARGE_REQUEST (8u << 20) /* bytes: no system's buffers take so much */
#define SMALL_WINDOW  65536      /* bytes */

struct phase {
    const char *name;
    void (*play)(struct script *script);
    size_t size; /* of the request; 0: small */
};

static const struct phase binding[] = { { "bind_is_not_answered", bind_is_not_answered, 0 } };
static const struct phase receiving[] = {
    { "request_is_not_answered", request_is_not_answered, 0 },
    { "half_a_header", half_a_header, 0 },
    { "header_without_body", header_without_body, 0 },
    { "first_fragment_only", first_fragment_only, 0 },
};
static const struct phase sending[] = { { "request_is_not_read", request_is_not_read, LARGE_REQUEST } };

static void is_cancelled(struct test_case *t)
{
    const struct phase *phase = VARIANT(t, struct phase);
    struct script *script = start_script_with_window(t, phase->play, phase->size ? SMALL_WINDOW : 0);
    struct call_order order = { .peer = &script->peer,
                                .binding = bind_to_script(t, script),
                                .opnum = OP_HOLD,
                                .cancel_timeout = 0,
                                .size = phase->size };
    struct worker *worker = start_worker(t);
    struct operation *call = start_call(t, worker, &order);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    check_cancel_status(t, CHARACTERISED, &cancel, ALLOW(RPC_S_OK));
    witness_cancelled_at_once(t, CHARACTERISED, "call", call, &cancel);
}

static void is_cancelled_while_it_binds(struct test_case *t)
{
    is_cancelled(t);
}

static void is_cancelled_while_it_receives(struct test_case *t)
{
    is_cancelled(t);
}

static void is_cancelled_while_it_sends(struct test_case *t)
{
    is_cancelled(t);
}

TEST(is_cancelled_while_it_binds, .clause = "RCT-PHASE-BIND", .variants = VARIANTS(binding, name),
     .tiers = CHARACTERISED, .class = WAITING, .supports = "RpcCancelThread ncacn_ip_tcp");
TEST(is_cancelled_while_it_receives, .clause = "RCT-PHASE-PARTIAL", .variants = VARIANTS(receiving, name),
     .tiers = CHARACTERISED, .class = WAITING, .supports = "RpcCancelThread ncacn_ip_tcp");
TEST(is_cancelled_while_it_sends, .clause = "RCT-PHASE-SEND", .variants = VARIANTS(sending, name),
     .tiers = CHARACTERISED, .class = WAITING, .supports = "RpcCancelThread ncacn_ip_tcp");
