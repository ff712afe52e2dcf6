/* Protocol sequences: how a client and a server of the rig meet. */
#ifndef RCT_PROTSEQ_H
#define RCT_PROTSEQ_H

#include "wincancel_test.h"

struct protseq {
    const char *name;     /* as in a string binding, and of its capability */
    const WCHAR *wide;    /* the same */
    const WCHAR *address; /* of this machine, in a string binding; NULL where none is given */
    enum { ENDPOINT_PORT, ENDPOINT_PIPE, ENDPOINT_NAME } endpoint;
};

/* Those that the cases of the core are repeated for. */
extern const struct protseq ncacn_ip_tcp, ncacn_np, ncalrpc, ncadg_ip_udp;

/* By its name; NULL if the rig does not know it. */
const struct protseq *find_protseq(const char *name);

/* The case ends as UNSUPPORTED where the target does not support the protocol sequence, as its probe found. */
void need_protseq(struct test_case *t, const struct protseq *protseq);

#endif
