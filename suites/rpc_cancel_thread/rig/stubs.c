#include "stubs.h"

#include <held_call.h>

#include "call.h"
#include "subject.h"

void need_stubs(struct test_case *t)
{
    bool has_own_calls = subject.I_RpcSendReceive != system_functions.I_RpcSendReceive;
    bool has_own_stubs = subject.NdrClientCall2 != system_functions.NdrClientCall2;
    if (has_own_calls && !has_own_stubs)
        untested(t, "NdrClientCall2 of the subject, which has an I_RpcSendReceive of its own");
}

void transfer_through_stub(void *call_)
{
    struct remote_call *call = call_;
    const struct call_order *order = &call->order;
    ULONG token = 0;
    ULONG nonce = 0;
    call->phase = CALL_TRANSFERS; /* one function binds, sends and receives: where it fails it does not tell */
    stub_binding = order->binding;
    stub_hold(call->token, order->flags, order->raises, 0, &token, &nonce);
    call->phase = CALL_RETURNED;
    call->status = RPC_S_OK;
    call->reply = (struct reply){ token, nonce };
}
