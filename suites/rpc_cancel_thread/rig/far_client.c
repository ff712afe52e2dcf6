/* Both sides of a far client: a companion in the role "rpc_client", whose argument is "PROTSEQ ENDPOINT". */
#include "far_client.h"

#include <stdio.h>
#include <string.h>

#include "paths.h"

#define READY_DEADLINE_MS 10000u

struct far_order {
    DWORD token;
    LONG cancel_timeout;
};

/* First that it is ready, or what broke; then of each call what became of it. */
struct far_news {
    DWORD thread_id;
    LONG status; /* or the exception in its place */
    DWORD phase;
    struct reply reply;
    char broke[64];
};

/* ---- the test's side ----------------------------------------------------------------------------------------------
 */

static void end_far_client(void *client)
{
    dispose_of_companion(&((struct far_client *)client)->companion);
}

struct far_client *start_far_client(struct test_case *t, struct server *server)
{
    char argument[240];
    struct far_news news;
    struct far_client *client = memory_of_case(t, sizeof(*client));
    after_case(t, end_far_client, client);
    snprintf(argument, sizeof(argument), "%s %s", server->protseq->name, utf8_of(server->endpoint));
    start_companion(t, &client->companion, "rpc_client", argument);
    if (!await_message(&client->companion, &news, sizeof(news), READY_DEADLINE_MS))
        unresolved(t, "the far client did not say that it is ready (error %lu)", (unsigned long)GetLastError());
    if (news.status != RPC_S_OK)
        unresolved(t, "the far client did not come up: %s gave %ld", news.broke, (long)news.status);
    client->thread_id = news.thread_id;
    return client;
}

/* On the worker's thread. Ended by the call's end, or by that of its server or client, which the case sees to. */
static void let_far_client_call(void *call_)
{
    struct remote_call *call = call_;
    struct far_client *client = call->order.binding;
    struct far_order order = { call->token, client->cancel_timeout };
    struct far_news news;
    if (!send_message(&client->companion.channel, &order, sizeof(order)) ||
        !await_message(&client->companion, &news, sizeof(news), INFINITE)) {
        call->status = (LONG)GetLastError();
        return;
    }
    call->status = news.status;
    call->phase = (enum call_phase)news.phase;
    call->reply = news.reply;
}

struct operation *start_far_call(struct test_case *t, struct far_client *client, struct server *server,
                                 LONG cancel_timeout)
{
    struct call_order order = { .peer = &server->peer,
                                .binding = client,
                                .opnum = OP_HOLD,
                                .cancel_timeout = LEAVE_CANCEL_TIMEOUT, /* of the worker's own thread */
                                .transfer = let_far_client_call };
    client->cancel_timeout = cancel_timeout;
    return start_call(t, start_worker(t), &order);
}

/* ---- the client's side --------------------------------------------------------------------------------------------
 */

static LONG bind_as_told(const char *argument, void **binding, struct far_news *news)
{
    char name[32] = "";
    const char *failed = "";
    const char *blank = strchr(argument, ' ');
    snprintf(name, sizeof(name), "%.*s", blank ? (int)(blank - argument) : 0, argument);
    const struct protseq *protseq = find_protseq(name);
    if (!protseq)
        return RPC_S_INVALID_RPC_PROTSEQ;
    LONG status = make_binding(protseq, wide_of(blank + 1), NULL, binding, &failed);
    snprintf(news->broke, sizeof(news->broke), "%s", failed);
    return status;
}

static void call_as_told(const struct far_order *order, void *binding, struct far_news *news)
{
    struct remote_call call = { .order = { .binding = binding, .opnum = OP_HOLD }, .token = order->token };
    subject.RpcMgmtSetCancelTimeout(order->cancel_timeout);
    make_call(&call);
    news->status = call.status;
    news->phase = (DWORD)call.phase;
    news->reply = call.reply;
}

static int make_calls(struct channel *channel, const char *argument)
{
    static struct far_news news;
    static struct far_order order;
    void *binding = NULL;
    news.thread_id = GetCurrentThreadId();
    news.status = bind_as_told(argument, &binding, &news);
    if (!send_message(channel, &news, sizeof(news)) || news.status != RPC_S_OK)
        return 3;
    while (receive_message(channel, &order, sizeof(order), INFINITE) == sizeof(order)) { /* the test's end ends it */
        call_as_told(&order, binding, &news);
        send_message(channel, &news, sizeof(news));
    }
    return 0;
}

COMPANION_ROLE("rpc_client", make_calls);
