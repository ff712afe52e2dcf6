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
    OP_HOLD, /* returns when the test lets it go; meanwhile see hold_flags */
    OP_RAISE,
    OP_CALL_BACK,  /* calls the client back before it holds, see CALL_BACK_LAST */
    OP_HOLD_ASYNC, /* OP_HOLD by an asynchronous manager */
    OP_COUNT
};

/* What the run-time is asked again and again while the server holds a call, and what follows. */
enum hold_flags {
    POLL_TEST_CANCEL = 1 << 0,        /* RpcTestCancel */
    POLL_SERVER_TEST_CANCEL = 1 << 1, /* RpcServerTestCancel(NULL) */
    POLL_WITH_HANDLE = 1 << 2,        /* RpcServerTestCancel(handle of the call) */
    POLL_BAD_HANDLE = 1 << 3,         /* RpcServerTestCancel(something that is no handle) */
    POLL_ATTRIBUTES = 1 << 4,         /* RpcServerInqCallAttributes(NULL) */
    NOTIFY_BY_EVENT = 1 << 5,         /* RpcServerSubscribeForNotification, before the first poll */
    NOTIFY_BY_CALLBACK = 1 << 6,      /* likewise */
    CALL_BACK_LAST = 1 << 7           /* OP_CALL_BACK: hold first, and call back then */
};

/* The procedures that the server calls back, numbered on their own. */
enum callback_opnum { CALLBACK_HOLD, CALLBACK_COUNT };

struct request {
    uint32_t token; /* names the call between the test and the server */
    uint32_t flags;
    int32_t raises;  /* OP_RAISE: the code */
    uint32_t unused; /* to make four */
};

struct reply {
    uint32_t token; /* of the request */
    uint32_t nonce; /* of the server: a reply by anybody else has another */
};

/* NDR, version 2: C706, appendix I. */
#define NDR_TRANSFER_SYNTAX                                                                                            \
    {                                                                                                                  \
        { 0x8a885d04, 0x1ceb, 0x11c9, { 0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60 } },                            \
        {                                                                                                              \
            2, 0                                                                                                       \
        }                                                                                                              \
    }

/* The client's description of the interface, with what the server may call back, and the server's. */
extern RPC_CLIENT_INTERFACE client_interface;
extern RPC_SERVER_INTERFACE server_interface;

/* A message for a call of `opnum` with `size` bytes of request through `binding`; its buffer is not there yet. */
RPC_MESSAGE message_for(void *binding, enum opnum opnum, size_t size);

#endif
