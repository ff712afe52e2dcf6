/* A server, its client and one call between them, all in the probing process. */
#include "probes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guard.h"
#include "rig/callback.h"
#include "rig/loopback_port.h"
#include "rig/protseq.h"

struct question {
    DWORD (*call)(void *argument);
    void *argument;
    DWORD code, exception;
    bool answered;
};

static const struct protseq *protseq; /* that works; NULL: none */
static void *binding;

/* ---- the interface: the request is the address of a question -------------------------------------------------------
 */

static void ask(void *question_)
{
    struct question *question = question_;
    question->code = question->call(question->argument);
}

static void __RPC_STUB answer_question(RPC_MESSAGE *message)
{
    uintptr_t address = 0;
    if (message->BufferLength >= sizeof(address))
        memcpy(&address, message->Buffer, sizeof(address));
    struct question *question = (struct question *)address;
    if (question) {
        question->exception = guarded_call(ask, question);
        question->answered = true;
    }
    message->BufferLength = sizeof(DWORD);
    if (subject.I_RpcGetBuffer(message) == RPC_S_OK)
        memset(message->Buffer, 0, sizeof(DWORD));
}

#define IDENTIFIER                                                                                                     \
    {                                                                                                                  \
        { 0xc1b7a2d4, 0x3f60, 0x4e8b, { 0x8d, 0x15, 0x62, 0xe9, 0x0a, 0x77, 0x4c, 0x38 } },                            \
        {                                                                                                              \
            1, 0                                                                                                       \
        }                                                                                                              \
    }
static RPC_DISPATCH_FUNCTION functions[] = { answer_question, NULL }, called_back[] = { callback_hold, NULL };
static RPC_DISPATCH_TABLE dispatch = { 1, functions, 0 }, callbacks = { 1, called_back, 0 };
static RPC_CLIENT_INTERFACE client = { .Length = sizeof(client),
                                       .InterfaceId = IDENTIFIER,
                                       .TransferSyntax = NDR_TRANSFER_SYNTAX,
                                       .DispatchTable = &callbacks };
RPC_SERVER_INTERFACE inside_interface = { .Length = sizeof(inside_interface),
                                          .InterfaceId = IDENTIFIER,
                                          .TransferSyntax = NDR_TRANSFER_SYNTAX,
                                          .DispatchTable = &dispatch };

/* ---- the call -----------------------------------------------------------------------------------------------------
 */

static DWORD put_question(void *question)
{
    uintptr_t address = (uintptr_t)question;
    RPC_MESSAGE message = { .Handle = binding,
                            .DataRepresentation = NDR_LOCAL_DATA_REPRESENTATION,
                            .BufferLength = sizeof(address),
                            .RpcInterfaceInformation = &client };
    LONG status = subject.I_RpcGetBuffer(&message);
    if (status != RPC_S_OK)
        return (DWORD)status;
    memcpy(message.Buffer, &address, sizeof(address));
    status = subject.I_RpcSendReceive(&message);
    if (status == RPC_S_OK)
        subject.I_RpcFreeBuffer(&message);
    return (DWORD)status;
}

static bool ask_in_manager(DWORD (*call)(void *argument), void *argument, struct answer *answer)
{
    struct question *question = calloc(1, sizeof(*question)); /* never freed: a manager may come back to it */
    if (!question)
        abort();
    question->call = call;
    question->argument = argument;
    struct answer put = ask_guarded(put_question, question);
    *answer = (struct answer){ question->code, question->exception, question->answered };
    return put.came_back ? question->answered : true; /* it hangs where it was asked */
}

/* ---- the server ---------------------------------------------------------------------------------------------------
 */

static RPC_STATUS RPC_ENTRY admit_everybody(RPC_IF_HANDLE interface_, void *context)
{
    (void)interface_;
    (void)context;
    return RPC_S_OK;
}

static void name_endpoint(const struct protseq *candidate, WCHAR *endpoint, size_t size)
{
    if (candidate->endpoint == ENDPOINT_PORT)
        swprintf(endpoint, size, L"%u", draw_free_loopback_port());
    else
        swprintf(endpoint, size, L"%lswincancel-inside-%u", candidate->endpoint == ENDPOINT_PIPE ? L"\\pipe\\" : L"",
                 (unsigned)GetCurrentProcessId());
}

static DWORD bind_client(const struct protseq *candidate, WCHAR *endpoint)
{
    WCHAR *text = NULL;
    LONG status = subject.RpcStringBindingComposeW(NULL, (WCHAR *)candidate->wide, (WCHAR *)candidate->address,
                                                   endpoint, NULL, &text);
    if (status != RPC_S_OK)
        return (DWORD)status;
    status = subject.RpcBindingFromStringBindingW(text, &binding);
    subject.RpcStringFreeW(&text);
    return (DWORD)status;
}

static DWORD open_server(void *candidate_)
{
    static bool is_registered;
    const struct protseq *candidate = candidate_;
    WCHAR endpoint[64];
    name_endpoint(candidate, endpoint, sizeof(endpoint) / sizeof(endpoint[0]));
    LONG status =
        subject.RpcServerUseProtseqEpW((WCHAR *)candidate->wide, RPC_C_PROTSEQ_MAX_REQS_DEFAULT, endpoint, NULL);
    if (status == RPC_S_OK && !is_registered) {
        status = subject.RpcServerRegisterIf2(&inside_interface, NULL, NULL, RPC_IF_ALLOW_CALLBACKS_WITH_NO_AUTH, 8,
                                              (unsigned)-1, admit_everybody);
        is_registered = status == RPC_S_OK;
        if (is_registered)
            status = subject.RpcServerListen(1, 8, TRUE);
    }
    return status == RPC_S_OK ? bind_client(candidate, endpoint) : (DWORD)status;
}

static DWORD say_nothing(void *unused)
{
    (void)unused;
    return 0;
}

/* Whoever hangs once is not tried again: a probe may not take for ever. */
static void find_protseq_that_works(void)
{
    static const struct protseq *const candidates[] = { &ncalrpc, &ncacn_ip_tcp, &ncacn_np };
    bool hangs = false;
    for (size_t i = 0; i < sizeof(candidates) / sizeof(candidates[0]) && !protseq && !hangs; ++i) {
        struct answer opened = ask_guarded(open_server, (void *)candidates[i]);
        struct answer nothing = { 0 };
        bool is_open = opened.came_back && !opened.exception && opened.code == RPC_S_OK;
        bool is_asked = is_open && ask_in_manager(say_nothing, NULL, &nothing);
        hangs = !opened.came_back || (is_asked && !nothing.came_back);
        if (is_asked && !hangs)
            protseq = candidates[i];
    }
}

bool ask_inside(DWORD (*call)(void *argument), void *argument, struct answer *answer)
{
    static bool looked_for;
    memset(answer, 0, sizeof(*answer));
    if (!looked_for && subject.I_RpcGetBuffer && subject.I_RpcSendReceive)
        find_protseq_that_works();
    looked_for = true;
    return protseq && ask_in_manager(call, argument, answer);
}

void describe_inside(char *text, size_t size, bool asked, const struct answer *answer)
{
    if (asked)
        snprintf(text, size, "inside a call over %s: code %lu, exception 0x%lX%s", protseq->name,
                 (unsigned long)answer->code, (unsigned long)answer->exception,
                 answer->came_back ? "" : " (did not come back)");
    else
        snprintf(text, size, "no call could be made to ask inside of one");
}
