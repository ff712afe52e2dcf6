/* RCT-PHASE-CONNECT: a cancel while the client connects. No page says whether a call is in progress before there is a
 * connection, so all is recorded. The listener's backlog is full, so the connection is not made until somebody takes
 * what waits in it. Nothing shows when the thread has begun to connect, so the cancel is made again and again.
 */
#include "rig/cancel.h"
#include "rig/script.h"

#define MAX_FILLERS     64u
#define FILLED_AFTER_MS 300u /* a connection of this machine is made at once, or not at all */

/* The second way out: takes what waits, and hangs up on it. */
static void take_nobody(struct script *script)
{
    wait_deaf(script, STAGE_HELD);
    for (;;) {
        accept_connection(script);
        hang_up(script);
    }
}

static void close_filler(void *filler)
{
    close_connection(filler);
}

static void fill_backlog(struct test_case *t, struct script *script)
{
    for (unsigned i = 0; i < MAX_FILLERS; ++i) {
        struct connection *filler = memory_of_case(t, sizeof(*filler));
        if (!connect_to_port(filler, script->port, NULL, scaled_ms(FILLED_AFTER_MS)))
            return;
        after_case(t, close_filler, filler);
    }
    unresolved(t, "the backlog of a listener takes more than %u connections", MAX_FILLERS);
}

/* The call is with nobody: it only has to have begun. */
static bool has_begun(const struct operation *call)
{
    return remote_call_of(call)->phase == CALL_BINDS || has_ended((struct operation *)call);
}

static void is_cancelled(struct test_case *t)
{
    struct script *script = start_script(t, take_nobody);
    fill_backlog(t, script);
    struct call_order order = { .peer = &script->peer,
                                .binding = bind_to_script(t, script),
                                .opnum = OP_HOLD,
                                .cancel_timeout = 0,
                                .entered = has_begun };
    struct worker *worker = start_worker(t);
    struct operation *call = start_call(t, worker, &order);

    struct rpc_cancel cancel = cancel_until_ended(t, full_handle_of(t, worker), call);

    check_cancel_status(t, CHARACTERISED, &cancel, ALLOW(RPC_S_OK));
    note_bool(t, "cancelled", has_ended(call));
    note_bool(t, "connected", has_reached(script, STAGE_ACCEPTED));
    if (!release_operation(t, call))
        unresolved(t, "the call did not end when its connection was made and closed");
    note_call(t, "call", call);
}

TEST(is_cancelled, .clause = "RCT-PHASE-CONNECT", .tiers = CHARACTERISED, .class = WAITING,
     .supports = "RpcCancelThread ncacn_ip_tcp");
