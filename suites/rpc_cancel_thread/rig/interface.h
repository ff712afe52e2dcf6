/* The interface that the rig's server offers, written by hand: no IDL compiler stands between a test and the run-time.
 * Requests and replies are structures of one machine, sent as they lie in memory.
 */
#ifndef RCT_INTERFACE_H
#define RCT_INTERFACE_H

#include "wincancel_test.h"

#include <rpc.h>
#include <rpcndr.h>

enum opnum {
    OP_ECHO, /* returns at once */
    OP_HOLD, /* returns when the test lets it go, or when it is told of a cancel, see hold_flags */
    OP_RAISE,
    OP_CALL_BACK, /* calls the client back before it holds */
    OP_COUNT
};

enum hold_flags {
    POLL_TEST_CANCEL = 1 << 0,        /* RpcTestCancel, again and again */
    POLL_SERVER_TEST_CANCEL = 1 << 1, /* RpcServerTestCancel(NULL), likewise */
    POLL_WITH_HANDLE = 1 << 2,        /* RpcServerTestCancel(handle of the call) instead */
    RETURN_WHEN_TOLD = 1 << 3         /* leave as soon as one of them says that the call is cancelled */
};

struct request {
    uint32_t token; /* names the call between the test and the server */
    uint32_t flags;
    int32_t raises; /* OP_RAISE: the code */
    uint32_t unused;
};

struct reply {
    uint32_t token; /* of the request */
    uint32_t nonce; /* of the server: a reply by anybody else has another */
};

/* The client's description of the interface, and the server's; `dispatch` is the server's table. */
extern RPC_CLIENT_INTERFACE client_interface;
extern RPC_SERVER_INTERFACE server_interface;

/* A message for a call of `opnum` with `size` bytes of request through `binding`; its buffer is not there yet. */
RPC_MESSAGE message_for(void *binding, enum opnum opnum, size_t size);

#endif
