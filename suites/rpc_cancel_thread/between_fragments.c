/* RCT-PHASE-FRAGMENT: a cancel while some fragments of the request have gone out and others have not. C706 forwards it
 * as a co_cancel between two of them. The script reads a part of a request and stops; it reads the rest once the cancel
 * had its time, so a client that looks for cancels only between two fragments gets there too.
 */
#include "rig/cancel.h"
#include "rig/script.h"

#define LARGE_REQUEST (8u << 20) /* bytes: no system's buffers take the rest of it */
#define PART          (1u << 20)
#define SMALL_WINDOW  8192 /* bytes */

static void read_a_part(struct script *script)
{
    accept_bind(script);
    receive_part_of_request(script, PART);
    reach(script, STAGE_HELD);
    wait_deaf(script, STAGE_HELD);
    receive_request(script); /* the rest of it */
    respond(script, PFC_WHOLE, 0, script->call_id);
}

static const struct setting {
    const char *name;
    LONG cancel_timeout;
} settings[] = { { "time_out_0", 0 }, { "time_out_default", LEAVE_CANCEL_TIMEOUT } };

static void is_cancelled(struct test_case *t)
{
    struct script *script = start_script_with_window(t, read_a_part, SMALL_WINDOW);
    struct call_order order = { .peer = &script->peer,
                                .binding = bind_to_script(t, script),
                                .opnum = OP_HOLD,
                                .cancel_timeout = VARIANT(t, struct setting)->cancel_timeout,
                                .size = LARGE_REQUEST };
    struct worker *worker = start_worker(t);
    struct operation *call = start_call(t, worker, &order);

    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));

    check_cancel_status(t, CHARACTERISED, &cancel, ALLOW(RPC_S_OK));
    await_end(call, (unsigned)(SLACK_US / 1000));
    note_outcome(t, "part_read.outcome", call_outcome(call));
    if (!release_large_call(t, call))
        unresolved(t, "the call did not end when its request was read");
    values_vary(t, true); /* a cancel that was kept until all was sent meets the response: who comes first */
    note_call(t, "call", call);
    values_vary(t, false);
    struct wire_event told;
    bool informed = await_wire_event(script->log, cancel.before_us, tells_of_cancel, NULL, 0, &told);
    note_bool(t, "server.informed", informed);
    if (informed)
        note_text(t, "server.informed_by", co_ptype_name(told.header.ptype));
}

TEST(is_cancelled, .clause = "RCT-PHASE-FRAGMENT", .variants = VARIANTS(settings, name), .tiers = CHARACTERISED,
     .class = WAITING, .supports = "RpcCancelThread ncacn_ip_tcp");
