/* RCT-WIRE-7 to -10: answers of a server that have to do with cancels, and what the client makes of them, without any
 * cancel of ours.
 */
#include "rig/cancel.h"
#include "rig/script.h"

static void hold_request(struct script *script)
{
    accept_bind(script);
    receive_request(script);
    reach(script, STAGE_HELD);
    wait_to_go_on(script, STAGE_HELD);
}

static void fault_with_cancel(struct script *script)
{
    hold_request(script);
    fault(script, NCA_S_FAULT_CANCEL);
}

static void respond_with_pending_cancel(struct script *script)
{
    hold_request(script);
    respond(script, PFC_WHOLE | PFC_PENDING_CANCEL, 1, script->call_id);
}

static void shut_down_first(struct script *script)
{
    hold_request(script);
    send_shutdown(script);
    respond(script, PFC_WHOLE, 0, script->call_id);
}

static void respond_to_another_call(struct script *script)
{
    hold_request(script);
    respond(script, PFC_WHOLE, 0, script->call_id + 77);
    reach(script, STAGE_SECOND);
    wait_to_go_on(script, STAGE_SECOND);
    hang_up(script);
}

static void take_answer(struct test_case *t, void (*play)(struct script *script))
{
    struct script *script = start_script(t, play);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &script->peer, bind_to_script(t, script), LEAVE_CANCEL_TIMEOUT);
    let_script_go(script, STAGE_HELD);
    bool ended = await_end(call, 1000);
    note_bool(t, "call.ended_by_answer", ended);
    let_script_go(script, STAGE_SECOND);
    if (!await_end(call, 5000))
        unresolved(t, "the call did not end, though its connection did");
    note_call(t, "call", call);
}

static void fault_of_a_cancelled_call(struct test_case *t)
{
    take_answer(t, fault_with_cancel);
}

static void reply_with_pending_cancel(struct test_case *t)
{
    take_answer(t, respond_with_pending_cancel);
}

static void shutdown_before_reply(struct test_case *t)
{
    take_answer(t, shut_down_first);
}

static void reply_to_another_call(struct test_case *t)
{
    take_answer(t, respond_to_another_call);
}

TEST(fault_of_a_cancelled_call, .clause = "RCT-WIRE-7", .tiers = CHARACTERISED, .supports = "ncacn_ip_tcp");
TEST(reply_with_pending_cancel, .clause = "RCT-WIRE-8", .tiers = CHARACTERISED, .supports = "ncacn_ip_tcp");
TEST(shutdown_before_reply, .clause = "RCT-WIRE-9", .tiers = CHARACTERISED, .supports = "ncacn_ip_tcp");
TEST(reply_to_another_call, .clause = "RCT-WIRE-10", .tiers = CHARACTERISED, .class = WAITING,
     .supports = "ncacn_ip_tcp");
