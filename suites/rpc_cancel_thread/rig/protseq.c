#include "protseq.h"

#include <string.h>

#include "capability.h"

const struct protseq ncacn_ip_tcp = { "ncacn_ip_tcp", L"ncacn_ip_tcp", L"127.0.0.1", ENDPOINT_PORT, NULL };
const struct protseq ncacn_np = { "ncacn_np", L"ncacn_np", NULL, ENDPOINT_PIPE, NULL };
const struct protseq ncalrpc = { "ncalrpc", L"ncalrpc", NULL, ENDPOINT_NAME, NULL };
const struct protseq ncadg_ip_udp = { "ncadg_ip_udp", L"ncadg_ip_udp", L"127.0.0.1", ENDPOINT_PORT, NULL };
const struct protseq ncacn_http = { "ncacn_http", L"ncacn_http", L"127.0.0.1", ENDPOINT_PORT, NULL };

/* The numbers are of the ranges that the pages of the protocol sequences give: 33 to 254 over NetBIOS, 250 to 511 on
 * Vines. */
const struct protseq legacy_connection_protseqs[LEGACY_CONNECTION_PROTSEQS] = {
    { "ncacn_nb_tcp", L"ncacn_nb_tcp", NULL, ENDPOINT_FIXED, "101" },
    { "ncacn_nb_ipx", L"ncacn_nb_ipx", NULL, ENDPOINT_FIXED, "102" },
    { "ncacn_nb_nb", L"ncacn_nb_nb", NULL, ENDPOINT_FIXED, "103" },
    { "ncacn_spx", L"ncacn_spx", NULL, ENDPOINT_PORT, NULL },
    { "ncacn_at_dsp", L"ncacn_at_dsp", NULL, ENDPOINT_NAME, NULL },
    { "ncacn_vns_spp", L"ncacn_vns_spp", NULL, ENDPOINT_FIXED, "300" },
    { "ncacn_dnet_nsp", L"ncacn_dnet_nsp", NULL, ENDPOINT_NAME, NULL },
};
const struct protseq ncadg_ipx = { "ncadg_ipx", L"ncadg_ipx", NULL, ENDPOINT_PORT, NULL };
const struct protseq ncadg_mq = { "ncadg_mq", L"ncadg_mq", NULL, ENDPOINT_NAME, NULL };

const struct protseq *find_protseq(const char *name)
{
    static const struct protseq *const known[] = { &ncacn_ip_tcp, &ncacn_np,  &ncalrpc,
                                                   &ncadg_ip_udp, &ncadg_ipx, &ncadg_mq };
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); ++i)
        if (!strcmp(known[i]->name, name))
            return known[i];
    for (size_t i = 0; i < LEGACY_CONNECTION_PROTSEQS; ++i)
        if (!strcmp(legacy_connection_protseqs[i].name, name))
            return &legacy_connection_protseqs[i];
    return NULL;
}

void need_protseq(struct test_case *t, const struct protseq *protseq)
{
    const char *lacking = missing_capability(protseq->name);
    if (lacking)
        unsupported(t, "%s", lacking);
}
