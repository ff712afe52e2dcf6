/* Protocol sequences: how a client and a server of the rig meet. */
#ifndef RCT_PROTSEQ_H
#define RCT_PROTSEQ_H

#include "wincancel_test.h"

struct protseq {
    const char *name;     /* as in a string binding, and of its capability, if it has one */
    const WCHAR *wide;    /* the same */
    const WCHAR *address; /* of this machine, in a string binding; NULL where none is given */
    enum { ENDPOINT_PORT, ENDPOINT_PIPE, ENDPOINT_NAME, ENDPOINT_FIXED } endpoint;
    const char *fixed; /* ENDPOINT_FIXED: the endpoint; where few numbers are allowed */
};

/* Those that the cases of the core are repeated for. */
extern const struct protseq ncacn_ip_tcp, ncacn_np, ncalrpc, ncadg_ip_udp;

/* The rig has no server for it: see http_proxy.h. */
extern const struct protseq ncacn_http;

/* Those of networks that Windows had once. They have no capability: see need_legacy_protseq() in protseq_answers.h. */
#define LEGACY_CONNECTION_PROTSEQS 7
extern const struct protseq legacy_connection_protseqs[LEGACY_CONNECTION_PROTSEQS], ncadg_ipx, ncadg_mq;

/* By its name; NULL if the rig does not know it. */
const struct protseq *find_protseq(const char *name);

/* The case ends as UNSUPPORTED where the target does not support the protocol sequence, as its probe found. */
void need_protseq(struct test_case *t, const struct protseq *protseq);

#endif
