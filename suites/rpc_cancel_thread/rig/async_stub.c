#include "async_stub.h"

#include <stdlib.h>

#include "manager.h"

/* void hold([async] state, [in] handle_t binding, [in] long token, [in] long flags, [in] long raises,
 *           [in] long unused, [out] long *reply_token, [out] long *reply_nonce)
 * On the wire that is a struct request, and a struct reply back. */
#define PARAMETERS     8u
#define IN_PARAMETERS  4u
#define OUT_PARAMETERS 2u

#define SHORT(number) (number) & 0xFF, (number) >> 8
#define SLOT(index)   SHORT((unsigned)((index) * sizeof(void *))) /* on the stack */

#define EXPLICIT_HANDLE       0x00
#define OI_FLAGS              0x48 /* Oi_USE_NEW_INIT_ROUTINES, Oi_HAS_RPCFLAGS: asynchronous ones always have them */
#define RPC_FLAGS             SHORT(0), SHORT(0)
#define BIND_PRIMITIVE        0x32
#define BYTES_OF_LONGS(count) SHORT((count)*8u) /* what a compiler reckons: alignment included */
#define OPT_FLAGS             0xC0              /* HasExtensions, HasAsyncHandle */
#define IN_BASE_TYPE          SHORT(0x48)
#define OUT_SIMPLE_REFERENCE  SHORT(0x2150) /* to a base type; the server's engine allocates 8 bytes */
#define LONG_TYPE             0x08
#define IN_LONG(index)        IN_BASE_TYPE, SLOT(index), LONG_TYPE, 0
#define OUT_LONG(index)       OUT_SIMPLE_REFERENCE, SLOT(index), LONG_TYPE, 0
#ifdef _WIN64
#    define EXTENSIONS 10, 0, SHORT(0), SHORT(0), SHORT(0), SHORT(0)
#else
#    define EXTENSIONS 8, 0, SHORT(0), SHORT(0), SHORT(0)
#endif

#define PROCEDURE(opnum)                                                                                               \
    EXPLICIT_HANDLE, OI_FLAGS, RPC_FLAGS, SHORT(opnum), SLOT(PARAMETERS), BIND_PRIMITIVE, 0, SLOT(1),                  \
        BYTES_OF_LONGS(IN_PARAMETERS), BYTES_OF_LONGS(OUT_PARAMETERS), OPT_FLAGS, IN_PARAMETERS + OUT_PARAMETERS,      \
        EXTENSIONS, IN_LONG(2), IN_LONG(3), IN_LONG(4), IN_LONG(5), OUT_LONG(6), OUT_LONG(7)

static const unsigned char hold[] = { PROCEDURE(OP_HOLD), 0 };
static const unsigned char hold_async[] = { PROCEDURE(OP_HOLD_ASYNC), 0 };
static const unsigned char no_types[] = { SHORT(0), 0 };

static void *__RPC_API allocate(size_t size)
{
    return malloc(size);
}

static void __RPC_API release(void *memory)
{
    free(memory);
}

#define STUB(interface_)                                                                                               \
    {                                                                                                                  \
        .RpcInterfaceInformation = &(interface_), .pfnAllocate = allocate, .pfnFree = release,                         \
        .pFormatTypes = no_types, .fCheckBounds = 1, .Version = 0x50002, .MIDLVersion = 0x50200CA, .mFlags = 1         \
    }
static const MIDL_STUB_DESC client_stub = STUB(client_interface), server_stub = STUB(server_interface);

void issue_hold(RPC_ASYNC_STATE *state, void *binding, enum opnum opnum, const struct request *request,
                struct reply *reply)
{
    const unsigned char *format = opnum == OP_HOLD_ASYNC ? hold_async : hold;
#ifdef _WIN64
    subject.NdrAsyncClientCall((void *)&client_stub, format, state, binding, request->token, request->flags,
                               request->raises, request->unused, &reply->token, &reply->nonce);
#else
    struct {
        RPC_ASYNC_STATE *state;
        void *binding;
        struct request request;
        uint32_t *token, *nonce;
    } arguments = { state, binding, *request, &reply->token, &reply->nonce };
    subject.NdrAsyncClientCall((void *)&client_stub, format, &arguments);
#endif
}

static const SERVER_ROUTINE routines[OP_COUNT] = { [OP_HOLD_ASYNC] =
                                                       (SERVER_ROUTINE)(void (*)(void))manager_hold_async };
static const unsigned short offsets[OP_COUNT] = { 0 }; /* only one of them is in the string */
const MIDL_SERVER_INFO async_server = {
    .pStubDesc = &server_stub, .DispatchTable = routines, .ProcString = hold_async, .FmtStringOffset = offsets
};

void __RPC_STUB dispatch_hold_async(RPC_MESSAGE *message)
{
    subject.NdrAsyncServerCall(message);
}
