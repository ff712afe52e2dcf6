/* RCT-ACCESS-8 over combinations of rights: none without THREAD_SET_CONTEXT will do. All in one case: the thread of one
 * call is asked for through hundreds of handles.
 */
#include "rig/cancel.h"
#include "rig/server.h"

/* Every right that a thread's handle can carry, but THREAD_SET_CONTEXT. */
#define OTHER_RIGHTS (THREAD_ALL_ACCESS & ~(DWORD)THREAD_SET_CONTEXT)

/* What was answered through handles with one mask after the other. */
struct tally {
    uint64_t calls;
    uint64_t accepted;
    uint64_t not_denied; /* whatever else they answered */
    DWORD first;         /* mask of the first of those */
    LONG first_answer;
};

static void ask_with(struct test_case *t, struct worker *worker, DWORD access, struct tally *tally)
{
    HANDLE thread = NULL, process = subject.GetCurrentProcess();
    need(t, subject.DuplicateHandle(process, full_handle_of(t, worker), process, &thread, access, FALSE, 0),
         "DuplicateHandle of a thread");
    struct rpc_cancel cancel = call_rpc_cancel_thread(t, thread);
    subject.CloseHandle(thread);
    LONG answer = answer_of(&cancel);
    ++tally->calls;
    tally->accepted += answer == RPC_S_OK;
    if (answer != RPC_S_ACCESS_DENIED && !tally->not_denied++) {
        tally->first = access;
        tally->first_answer = answer;
    }
}

static DWORD bit(unsigned number)
{
    return 1u << number & OTHER_RIGHTS;
}

/* Every pair of rights, and all but each pair. */
static void ask_with_combinations(struct test_case *t, struct worker *worker, struct tally *tally)
{
    for (unsigned i = 0; i < 32; ++i)
        for (unsigned j = i + 1; j < 32; ++j)
            if (bit(i) && bit(j)) {
                ask_with(t, worker, bit(i) | bit(j), tally);
                ask_with(t, worker, OTHER_RIGHTS & ~(bit(i) | bit(j)), tally);
            }
}

static void no_combination_is_enough(struct test_case *t)
{
    struct server *server = start_server(t, &ncacn_ip_tcp);
    struct worker *worker = start_worker(t);
    struct operation *call = start_held_call(t, worker, &server->peer, server->binding, 0);
    struct tally tally = { 0 };

    ask_with_combinations(t, worker, &tally);

    note_count(t, "calls", tally.calls);
    check_count(t, DOCUMENTED, "accepted", tally.accepted, ALLOW(0));
    check_count(t, DOCUMENTED, "not_denied", tally.not_denied, ALLOW(0));
    if (tally.not_denied) {
        note_access(t, "first_not_denied", tally.first);
        note_rpc_status(t, "first_not_denied.status", tally.first_answer);
    }
    witness_left_alone(t, DOCUMENTED, "call", call, tally.accepted > 0);
    cancel_control(t, worker, &server->peer, server->binding);
}

TEST(no_combination_is_enough, .clause = "RCT-ACCESS-8", .tiers = DOCUMENTED,
     .supports = "RpcCancelThread ncacn_ip_tcp");
