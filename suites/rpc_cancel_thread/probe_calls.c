/* Whether a target can issue static callbacks and asynchronous calls at all. */
#include <stdio.h>

#include "probes.h"
#include "rig/async_stub.h"
#include "rig/callback.h"

/* ---- callbacks: within a call, and within none at all --------------------------------------------------------------
 */

static DWORD call_back_by(void *call)
{
    struct request request = { 0 };
    return (DWORD)call_client_back(&inside_interface, call, &request);
}

static DWORD call_back(void *unused)
{
    (void)unused;
    return call_back_by(subject.I_RpcGetCurrentCallHandle());
}

/* Refused is what fails just as a callback within no call does. */
static void ask_callbacks(const struct probe *probe, struct capability *capability)
{
    struct answer real, invented = { 0 };
    char text[160];
    (void)probe;
    if (is_absent("I_RpcGetCurrentCallHandle", capability))
        return;
    bool asked = ask_inside(call_back, NULL, &real);
    if (asked)
        ask_inside(call_back_by, NULL, &invented);
    capability->supported = !(asked && real.came_back && invented.came_back && real.code == invented.code &&
                              real.exception == invented.exception && (real.code || real.exception));
    describe_inside(text, sizeof(text), asked, &real);
    snprintf(capability->evidence, sizeof(capability->evidence), "a callback issued %s; within no call: code %lu", text,
             (unsigned long)(asked ? invented.code : 0));
}

/* ---- asynchronous calls: through no binding ------------------------------------------------------------------------
 */

static DWORD issue_through(void *binding)
{
    static RPC_ASYNC_STATE state; /* and the reply: the run-time's, if it should take the call */
    static struct reply reply;
    struct request request = { 0 };
    LONG status = subject.RpcAsyncInitializeHandle(&state, sizeof(state));
    if (status == RPC_S_OK)
        issue_hold(&state, binding, OP_HOLD, &request, &reply);
    return (DWORD)status;
}

static void ask_asynchronous(const struct probe *probe, struct capability *capability)
{
    (void)probe;
    if (is_absent("RpcAsyncInitializeHandle", capability) || is_absent("NdrAsyncClientCall", capability) ||
        is_absent("RpcAsyncCompleteCall", capability))
        return;
    struct answer real = ask_guarded(issue_through, NULL);
    struct answer invented = ask_guarded(issue_through, MADE_UP_HANDLE);
    capability->supported = !(says_stub(&real) && says_stub(&invented));
    snprintf(capability->evidence, sizeof(capability->evidence),
             "issued through no binding: code %lu, exception 0x%lX; through a made-up one: code %lu, exception 0x%lX",
             (unsigned long)real.code, (unsigned long)real.exception, (unsigned long)invented.code,
             (unsigned long)invented.exception);
}

static const struct probe calls[] = {
    { "callbacks", ask_callbacks, NULL },
    { "asynchronous_calls", ask_asynchronous, NULL },
};

PROBES(calls);
