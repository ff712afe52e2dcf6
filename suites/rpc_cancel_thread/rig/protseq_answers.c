#include "protseq_answers.h"

#include <rpc.h>

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "companion.h"
#include "guard.h"
#include "loopback_port.h"
#include "paths.h"

#define ANSWER_DEADLINE_MS 10000u
#define MADE_UP            L"ncacn_wincancel"

struct protseq_answers {
    DWORD listed; /* by RpcNetworkInqProtseqs: whether */
    LONG valid;   /* RpcNetworkIsProtseqValid */
    LONG used;    /* RpcServerUseProtseqEp */
};

/* What the companion sends. */
struct answers_of_target {
    LONG inquired; /* status of RpcNetworkInqProtseqs */
    struct protseq_answers real, made_up;
};

/* ---- in the companion: what it has an endpoint on ends with it ----------------------------------------------------
 */

struct question {
    const WCHAR *protseq;
    const WCHAR *endpoint;
    struct protseq_answers answers;
    LONG inquired;
};

static void inquire(struct question *question)
{
    RPC_PROTSEQ_VECTORW *vector = NULL;
    question->inquired = subject.RpcNetworkInqProtseqsW((void **)&vector);
    if (question->inquired != RPC_S_OK || !vector)
        return;
    for (unsigned i = 0; i < vector->Count; ++i)
        if (!wcscmp((const WCHAR *)vector->Protseq[i], question->protseq))
            question->answers.listed = TRUE;
    subject.RpcProtseqVectorFreeW((void **)&vector);
}

static void ask(void *question_)
{
    struct question *question = question_;
    inquire(question);
    question->answers.valid = subject.RpcNetworkIsProtseqValidW((WCHAR *)question->protseq);
    question->answers.used = subject.RpcServerUseProtseqEpW((WCHAR *)question->protseq, RPC_C_PROTSEQ_MAX_REQS_DEFAULT,
                                                            (WCHAR *)question->endpoint, NULL);
}

static int answer(struct channel *channel, const char *argument)
{
    char name[32] = "", endpoint[160] = "";
    WCHAR wide_name[32], wide_endpoint[160];
    if (sscanf(argument, "%31s %159s", name, endpoint) != 2)
        return 3;
    swprintf(wide_name, 32, L"%ls", wide_of(name));
    swprintf(wide_endpoint, 160, L"%ls", wide_of(endpoint));
    struct question real = { .protseq = wide_name, .endpoint = wide_endpoint };
    struct question made_up = { .protseq = MADE_UP, .endpoint = wide_endpoint };
    if (guarded_call(ask, &made_up) || guarded_call(ask, &real))
        return 4;
    struct answers_of_target answers = { real.inquired, real.answers, made_up.answers };
    return send_message(channel, &answers, sizeof(answers)) ? 0 : 3;
}

COMPANION_ROLE("rpc_protseq_answers", answer);

/* ---- in the test --------------------------------------------------------------------------------------------------
 */

static void end_companion(void *companion)
{
    dispose_of_companion(companion);
}

static struct answers_of_target ask_target(struct test_case *t, const struct protseq *protseq)
{
    struct answers_of_target answers;
    struct companion *companion = memory_of_case(t, sizeof(*companion));
    char argument[240], port[16];
    snprintf(port, sizeof(port), "%u", draw_free_loopback_port());
    const char *endpoint = protseq->endpoint == ENDPOINT_FIXED  ? protseq->fixed
                           : protseq->endpoint == ENDPOINT_PORT ? port
                                                                : utf8_of(unique_name(t));
    snprintf(argument, sizeof(argument), "%s %s", protseq->name, endpoint);
    after_case(t, end_companion, companion);
    start_companion(t, companion, "rpc_protseq_answers", argument);
    if (!await_message(companion, &answers, sizeof(answers), ANSWER_DEADLINE_MS))
        unresolved(t, "nobody answered for %s (error %lu)", protseq->name, (unsigned long)GetLastError());
    terminate_companion(companion);
    return answers;
}

static void note_answers(struct test_case *t, const char *prefix, const struct protseq_answers *answers)
{
    char key[96];
    snprintf(key, sizeof(key), "%s.is_listed", prefix);
    note_bool(t, key, answers->listed);
    snprintf(key, sizeof(key), "%s.is_valid", prefix);
    note_rpc_status(t, key, answers->valid);
    snprintf(key, sizeof(key), "%s.use", prefix);
    note_rpc_status(t, key, answers->used);
}

static bool refuses(const struct protseq_answers *answers)
{
    return answers->valid == RPC_S_PROTSEQ_NOT_SUPPORTED || answers->valid == RPC_S_INVALID_RPC_PROTSEQ ||
           answers->used == RPC_S_PROTSEQ_NOT_SUPPORTED || answers->used == RPC_S_INVALID_RPC_PROTSEQ;
}

void need_legacy_protseq(struct test_case *t, const struct protseq *protseq)
{
    if (!subject.RpcNetworkInqProtseqsW || !subject.RpcNetworkIsProtseqValidW || !subject.RpcServerUseProtseqEpW)
        unsupported(t, "one of the functions that tell of protocol sequences is not exported");
    struct answers_of_target answers = ask_target(t, protseq);
    note_rpc_status(t, "inquired.status", answers.inquired);
    note_answers(t, "protseq", &answers.real);
    note_answers(t, "made_up", &answers.made_up);
    if (refuses(&answers.made_up) && refuses(&answers.real))
        unsupported(t,
                    "%s: RpcNetworkIsProtseqValid: %ld, RpcServerUseProtseqEp: %ld; of the made-up ncacn_wincancel: "
                    "%ld, %ld",
                    protseq->name, (long)answers.real.valid, (long)answers.real.used, (long)answers.made_up.valid,
                    (long)answers.made_up.used);
}
