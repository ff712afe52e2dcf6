#include "interface.h"

#include "async_stub.h"
#include "callback.h"
#include "manager.h"

/* An identifier of this interface alone. */
#define INTERFACE_ID                                                                                                   \
    {                                                                                                                  \
        { 0x5b3c6f0e, 0x7d1a, 0x4c52, { 0x9a, 0x41, 0x3e, 0x07, 0xd2, 0x6b, 0x90, 0x1f } },                            \
        {                                                                                                              \
            1, 0                                                                                                       \
        }                                                                                                              \
    }

static RPC_DISPATCH_FUNCTION functions[] = { manager_echo,      manager_hold,        manager_raise,
                                             manager_call_back, dispatch_hold_async, NULL };
static RPC_DISPATCH_TABLE dispatch = { OP_COUNT, functions, 0 };

static RPC_DISPATCH_FUNCTION called_back[] = { callback_hold, NULL };
static RPC_DISPATCH_TABLE callbacks = { CALLBACK_COUNT, called_back, 0 };

RPC_CLIENT_INTERFACE client_interface = { .Length = sizeof(client_interface),
                                          .InterfaceId = INTERFACE_ID,
                                          .TransferSyntax = NDR_TRANSFER_SYNTAX,
                                          .DispatchTable = &callbacks };
RPC_SERVER_INTERFACE server_interface = { .Length = sizeof(server_interface),
                                          .InterfaceId = INTERFACE_ID,
                                          .TransferSyntax = NDR_TRANSFER_SYNTAX,
                                          .DispatchTable = &dispatch,
                                          .InterpreterInfo = &async_server };

RPC_MESSAGE message_for(void *binding, enum opnum opnum, size_t size)
{
    RPC_MESSAGE message = { .Handle = binding,
                            .DataRepresentation = NDR_LOCAL_DATA_REPRESENTATION,
                            .BufferLength = (unsigned)size,
                            .ProcNum = opnum,
                            .RpcInterfaceInformation = &client_interface };
    return message;
}
