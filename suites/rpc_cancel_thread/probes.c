/* What a target supports of remote calls: the functions under test and the protocol sequences. */
#include <stdio.h>
#include <string.h>

#include "guard.h"
#include "probes.h"
#include "rig/loopback_port.h"

/* ---- functions: of a thread that makes no call, or no thread at all ------------------------------------------------
 */

static DWORD cancel_thread(void *thread)
{
    return (DWORD)subject.RpcCancelThread(thread);
}

static DWORD cancel_thread_ex(void *thread)
{
    return (DWORD)subject.RpcCancelThreadEx(thread, 0);
}

static DWORD set_cancel_timeout(void *unused)
{
    (void)unused;
    return (DWORD)subject.RpcMgmtSetCancelTimeout(RPC_C_CANCEL_INFINITE_TIMEOUT);
}

static DWORD test_cancel(void *unused)
{
    (void)unused;
    return (DWORD)subject.RpcTestCancel();
}

static DWORD server_test_cancel(void *binding)
{
    return (DWORD)subject.RpcServerTestCancel(binding);
}

static DWORD cancel_async_call(void *async)
{
    return (DWORD)subject.RpcAsyncCancelCall(async, TRUE);
}

static DWORD inquire_call(void *binding)
{
    return (DWORD)subject.RpcServerInqCallAttributesW(binding, NULL);
}

static DWORD subscribe(void *binding)
{
    return (DWORD)subject.RpcServerSubscribeForNotification(binding, 0, 0, NULL);
}

struct asked_function {
    DWORD (*call)(void *argument);
    bool takes_thread;
    bool is_for_managers; /* then a manager is asked too, and believed if it has another answer */
};

bool says_stub(const struct answer *answer)
{
    return answer->came_back && (answer->exception == EXCEPTION_OF_WINE_STUB ||
                                 (!answer->exception && answer->code == ERROR_CALL_NOT_IMPLEMENTED));
}

static void describe_answers(struct capability *capability, const struct asked_function *function,
                             const struct answer *real, const struct answer *invented)
{
    snprintf(capability->evidence, sizeof(capability->evidence),
             "%s: code %lu, exception 0x%lX%s; something made up: code %lu, exception 0x%lX%s",
             function->takes_thread ? "an idle thread" : "outside of any call", (unsigned long)real->code,
             (unsigned long)real->exception, real->came_back ? "" : " (did not come back)",
             (unsigned long)invented->code, (unsigned long)invented->exception,
             invented->came_back ? "" : " (did not come back)");
}

static void describe_inside_too(struct capability *capability, bool asked, const struct answer *inside)
{
    size_t size = strlen(capability->evidence);
    snprintf(capability->evidence + size, sizeof(capability->evidence) - size, "; ");
    size += 2;
    describe_inside(capability->evidence + size, sizeof(capability->evidence) - size, asked, inside);
}

static void ask_function(const struct probe *probe, struct capability *capability)
{
    const struct asked_function *function = probe->about;
    static unsigned char nothing[512]; /* in place of a structure of the caller's */
    if (is_absent(probe->capability, capability))
        return;
    capability->supported = true;
    HANDLE thread = NULL;
    if (function->takes_thread)
        DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &thread, 0, FALSE,
                        DUPLICATE_SAME_ACCESS);
    struct answer real = ask_guarded(function->call, function->takes_thread ? thread : (void *)nothing);
    struct answer invented = { 0 }, inside = { 0 };
    if (real.came_back)
        invented = ask_guarded(function->call, MADE_UP_HANDLE);
    bool asked_inside = function->is_for_managers && ask_inside(function->call, NULL, &inside);
    capability->supported = !(says_stub(&real) && says_stub(&invented) && (!asked_inside || says_stub(&inside)));
    describe_answers(capability, function, &real, &invented);
    if (function->is_for_managers)
        describe_inside_too(capability, asked_inside, &inside);
}

static const struct asked_function of_thread = { cancel_thread, true, false };
static const struct asked_function of_thread_ex = { cancel_thread_ex, true, false };
static const struct asked_function of_timeout = { set_cancel_timeout, false, false };
static const struct asked_function of_test = { test_cancel, false, true };
static const struct asked_function of_server_test = { server_test_cancel, false, true };
static const struct asked_function of_async = { cancel_async_call, false, false };
static const struct asked_function of_attributes = { inquire_call, false, true };
static const struct asked_function of_notification = { subscribe, false, true };

static const struct probe functions[] = {
    { "RpcCancelThread", ask_function, &of_thread },
    { "RpcCancelThreadEx", ask_function, &of_thread_ex },
    { "RpcMgmtSetCancelTimeout", ask_function, &of_timeout },
    { "RpcTestCancel", ask_function, &of_test },
    { "RpcServerTestCancel", ask_function, &of_server_test },
    { "RpcAsyncCancelCall", ask_function, &of_async },
    { "RpcServerInqCallAttributesW", ask_function, &of_attributes },
    { "RpcServerSubscribeForNotification", ask_function, &of_notification },
};

PROBES(functions);

/* ---- protocol sequences: RpcBindingFromStringBinding says nothing, it takes made-up ones on some targets ----------
 */

struct asked_protseq {
    const WCHAR *name;
    const WCHAR *endpoint; /* NULL: a free port */
    bool of_clients;       /* not every target that has it can serve it, so the server's side says nothing */
};

static DWORD is_valid(void *name)
{
    return (DWORD)subject.RpcNetworkIsProtseqValidW(name);
}

static DWORD use_endpoint(void *asked_)
{
    const struct asked_protseq *asked = asked_;
    WCHAR port[16];
    const WCHAR *endpoint = asked->endpoint;
    if (!endpoint) {
        swprintf(port, sizeof(port) / sizeof(port[0]), L"%u", draw_free_loopback_port());
        endpoint = port;
    }
    return (DWORD)subject.RpcServerUseProtseqEpW((WCHAR *)asked->name, RPC_C_PROTSEQ_MAX_REQS_DEFAULT,
                                                 (WCHAR *)endpoint, NULL);
}

static bool refuses(const struct answer *answer)
{
    return answer->came_back && !answer->exception &&
           (answer->code == RPC_S_PROTSEQ_NOT_SUPPORTED || answer->code == RPC_S_INVALID_RPC_PROTSEQ);
}

static void ask_protseq(const struct probe *probe, struct capability *capability)
{
    const struct asked_protseq *asked = probe->about;
    static const struct asked_protseq made_up = { L"ncacn_wincancel", NULL, false };
    /* Without the latter no call comes about over any of them. */
    if (is_absent("RpcNetworkIsProtseqValidW", capability) || is_absent("RpcServerUseProtseqEpW", capability) ||
        is_absent("I_RpcGetBuffer", capability) || is_absent("I_RpcSendReceive", capability))
        return;
    struct answer valid = ask_guarded(is_valid, (void *)asked->name);
    struct answer used = ask_guarded(use_endpoint, (void *)asked);
    struct answer valid_made_up = ask_guarded(is_valid, (void *)made_up.name);
    struct answer used_made_up = ask_guarded(use_endpoint, (void *)&made_up);
    bool believed = refuses(&valid_made_up) || refuses(&used_made_up);
    capability->supported = !(believed && (refuses(&valid) || (refuses(&used) && !asked->of_clients)));
    snprintf(capability->evidence, sizeof(capability->evidence),
             "RpcNetworkIsProtseqValid: %lu, RpcServerUseProtseqEp: %lu; of the made-up ncacn_wincancel: %lu, %lu",
             (unsigned long)valid.code, (unsigned long)used.code, (unsigned long)valid_made_up.code,
             (unsigned long)used_made_up.code);
}

#define ASKED(name, endpoint) static const struct asked_protseq name##_asked = { L## #name, endpoint, false }
ASKED(ncacn_ip_tcp, NULL);
ASKED(ncacn_np, L"\\pipe\\wincancel-probe");
ASKED(ncalrpc, L"wincancel-probe");
ASKED(ncadg_ip_udp, NULL);
static const struct asked_protseq ncacn_http_asked = { L"ncacn_http", NULL, true };

static const struct probe protseqs[] = {
    { "ncacn_ip_tcp", ask_protseq, &ncacn_ip_tcp_asked }, { "ncacn_np", ask_protseq, &ncacn_np_asked },
    { "ncalrpc", ask_protseq, &ncalrpc_asked },           { "ncadg_ip_udp", ask_protseq, &ncadg_ip_udp_asked },
    { "ncacn_http", ask_protseq, &ncacn_http_asked },
};

PROBES(protseqs);
