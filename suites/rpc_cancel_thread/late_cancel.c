/* RCT-RACE-POISON: a cancel that comes too late must not fail a later call that nobody cancels. The script answers a
 * request before it has read it, and stops reading: the client is blocked in sending, its reply is there already. The
 * cancel comes, the script reads the rest, the first call returns. Then the same thread, or another, makes a call on
 * the same binding.
 */
#include "rig/cancel.h"
#include "rig/script.h"

#define LARGE_REQUEST (8u << 20)
#define SMALL_WINDOW  65536

static void answer_early(struct script *script)
{
    accept_bind(script);
    receive_first_fragment(script);
    respond(script, PFC_WHOLE, 0, script->call_id);
    reach(script, STAGE_HELD);
    wait_deaf(script, STAGE_HELD);
    receive_request(script); /* the rest of it */
    reach(script, STAGE_SECOND);
    receive_request(script); /* the later call, on this connection */
    reach(script, STAGE_LATER);
    wait_to_go_on(script, STAGE_LATER);
    respond(script, PFC_WHOLE, 0, script->call_id);
}

/* The script has the later call. */
static bool is_held_later(const struct operation *call)
{
    struct script *script = (struct script *)remote_call_of(call)->order.peer;
    return has_reached(script, STAGE_LATER);
}

#define DISTURBED_WITHIN_MS 500u /* what was kept of the cancel is found as soon as the client waits */

static const struct next {
    const char *name;
    bool other_thread;
} nexts[] = { { "same_thread", false }, { "other_thread", true } };

static void later_call_is_left_alone(struct test_case *t)
{
    struct script *script = start_script_with_window(t, answer_early, SMALL_WINDOW);
    struct call_order order = { .peer = &script->peer,
                                .binding = bind_to_script(t, script),
                                .opnum = OP_HOLD,
                                .cancel_timeout = 0,
                                .size = LARGE_REQUEST };
    struct worker *worker = start_worker(t);
    struct operation *first = start_call(t, worker, &order);
    struct rpc_cancel cancel = call_rpc_cancel_thread(t, full_handle_of(t, worker));
    check_cancel_status(t, CHARACTERISED, &cancel, ALLOW(RPC_S_OK));
    if (!release_large_call(t, first))
        unresolved(t, "the first call did not end in time, though the server reads on");
    note_call(t, "first", first);
    if (remote_call_of(first)->status != RPC_S_OK)
        return; /* the cancel was not too late: there is no later call to fail */

    await_stage(t, script, STAGE_SECOND);
    order.size = 0;
    order.entered = is_held_later;
    struct operation *later = prepare_call(t, VARIANT(t, struct next)->other_thread ? start_worker(t) : worker, &order);
    start_operation(t, later);
    if (comes_to_block(t, later))
        await_end(later, DISTURBED_WITHIN_MS);
    note_outcome(t, "later.left_alone", has_ended(later) ? "no" : "yes");
    let_script_go(script, STAGE_LATER);
    if (!await_end(later, 5000))
        unresolved(t, "the later call did not end in time");
    note_call(t, "later", later);
}

TEST(later_call_is_left_alone, .clause = "RCT-RACE-POISON", .variants = VARIANTS(nexts, name), .tiers = CHARACTERISED,
     .class = WAITING, .supports = "RpcCancelThread ncacn_ip_tcp");
