/* The protocol sequences that cases of the core are repeated for. */
#ifndef RCT_OVER_H
#define RCT_OVER_H

#include "protseq.h"

struct over {
    const char *name;
    const struct protseq *protseq;
};

/* Where the page asks for a finite time-out, on ncacn_np, 0 is one. */
static const struct over connections[] = {
    { "ncacn_ip_tcp", &ncacn_ip_tcp },
    { "ncacn_np", &ncacn_np },
};

static const struct over connections_and_local[] = {
    { "ncacn_ip_tcp", &ncacn_ip_tcp },
    { "ncacn_np", &ncacn_np },
    { "ncalrpc", &ncalrpc },
};

#endif
