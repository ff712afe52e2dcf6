#include "interface.h"

#include "manager.h"

/* An identifier of this interface alone. */
#define INTERFACE_ID                                                                                                   \
    {                                                                                                                  \
        { 0x5b3c6f0e, 0x7d1a, 0x4c52, { 0x9a, 0x41, 0x3e, 0x07, 0xd2, 0x6b, 0x90, 0x1f } },                            \
        {                                                                                                              \
            1, 0                                                                                                       \
        }                                                                                                              \
    }
/* NDR, version 2: C706, appendix I. */
#define NDR                                                                                                            \
    {                                                                                                                  \
        { 0x8a885d04, 0x1ceb, 0x11c9, { 0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60 } },                            \
        {                                                                                                              \
            2, 0                                                                                                       \
        }                                                                                                              \
    }

static RPC_DISPATCH_FUNCTION functions[] = { manager_echo, manager_hold, manager_raise, manager_call_back, NULL };
static RPC_DISPATCH_TABLE dispatch = { OP_COUNT, functions, 0 };

RPC_CLIENT_INTERFACE client_interface = { .Length = sizeof(client_interface),
                                          .InterfaceId = INTERFACE_ID,
                                          .TransferSyntax = NDR };
RPC_SERVER_INTERFACE server_interface = {
    .Length = sizeof(server_interface), .InterfaceId = INTERFACE_ID, .TransferSyntax = NDR, .DispatchTable = &dispatch
};

RPC_MESSAGE message_for(void *binding, enum opnum opnum, size_t size)
{
    RPC_MESSAGE message = { .Handle = binding,
                            .DataRepresentation = NDR_LOCAL_DATA_REPRESENTATION,
                            .BufferLength = (unsigned)size,
                            .ProcNum = opnum,
                            .RpcInterfaceInformation = &client_interface };
    return message;
}
