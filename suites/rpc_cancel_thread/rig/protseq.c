#include "protseq.h"

#include <string.h>

#include "capability.h"

const struct protseq ncacn_ip_tcp = { "ncacn_ip_tcp", L"ncacn_ip_tcp", L"127.0.0.1", ENDPOINT_PORT };
const struct protseq ncacn_np = { "ncacn_np", L"ncacn_np", NULL, ENDPOINT_PIPE };
const struct protseq ncalrpc = { "ncalrpc", L"ncalrpc", NULL, ENDPOINT_NAME };
const struct protseq ncadg_ip_udp = { "ncadg_ip_udp", L"ncadg_ip_udp", L"127.0.0.1", ENDPOINT_PORT };

const struct protseq *find_protseq(const char *name)
{
    static const struct protseq *const known[] = { &ncacn_ip_tcp, &ncacn_np, &ncalrpc, &ncadg_ip_udp };
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); ++i)
        if (!strcmp(known[i]->name, name))
            return known[i];
    return NULL;
}

void need_protseq(struct test_case *t, const struct protseq *protseq)
{
    const char *lacking = missing_capability(protseq->name);
    if (lacking)
        unsupported(t, "%s", lacking);
}
