/* What a target says of a protocol sequence, to the three functions that tell of one. */
#ifndef RCT_PROTSEQ_ANSWERS_H
#define RCT_PROTSEQ_ANSWERS_H

#include "protseq.h"

/* For a protocol sequence without a probe: asks for it and for a made-up one, in a process of its own, and records what
 * RpcNetworkInqProtseqs, RpcNetworkIsProtseqValid and RpcServerUseProtseqEp answer. The case ends as UNSUPPORTED where
 * both it and the made-up one are refused, with RPC_S_PROTSEQ_NOT_SUPPORTED or RPC_S_INVALID_RPC_PROTSEQ. */
void need_legacy_protseq(struct test_case *t, const struct protseq *protseq);

#endif
