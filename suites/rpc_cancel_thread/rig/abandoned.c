#include "abandoned.h"

#include <stdio.h>

static const char *page_met(const struct operation *call)
{
    if (!has_ended((struct operation *)call))
        return "none";
    switch (remote_call_of(call)->status) {
    case RPC_S_OK:
        return "none";
    case RPC_S_CALL_FAILED:
        return "rpc_cancel_thread";
    case RPC_S_CALL_CANCELLED:
        return "rpc_cancel_thread_ex";
    default:
        return "neither";
    }
}

void note_page_met(struct test_case *t, const char *prefix, const struct operation *call)
{
    char key[96];
    snprintf(key, sizeof(key), "%s.page_met", prefix);
    note_outcome(t, key, page_met(call));
}
