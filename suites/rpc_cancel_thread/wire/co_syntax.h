/* What a presentation context is about: interfaces and transfer syntaxes, one of which is no syntax but an offer. */
#ifndef WINCANCEL_CO_SYNTAX_H
#define WINCANCEL_CO_SYNTAX_H

#include "octets.h"

/* p_syntax_id_t of C706 */
struct co_syntax {
    struct dce_uuid if_uuid;
    uint32_t if_version; /* the major version in the low half, the minor one in the high half */
};
#define CO_SYNTAX_SIZE 20u

bool same_syntax(const struct co_syntax *one, const struct co_syntax *other);
struct co_syntax next_syntax(struct octet_reader *reader);
void put_syntax(struct octet_writer *writer, const struct co_syntax *syntax);

/* 8a885d04-1ceb-11c9-9fe8-08002b104860, version 2.0: how NDR is named as a transfer syntax. */
extern const struct co_syntax ndr_syntax;

/* Features that the two sides of a connection agree on. A client offers them as the transfer syntax of a presentation
 * context of their own, which the server answers with a negotiate_ack (MS-RPCE 2.2.2.14, 3.3.1.5.3). */
#define BTF_SECURITY_CONTEXT_MULTIPLEXING 0x0001u
#define BTF_KEEP_CONNECTION_ON_ORPHAN     0x0002u
struct co_syntax syntax_of_features(uint16_t features);
/* Whether `syntax` is such an offer; if so, of which features. */
bool syntax_offers_features(const struct co_syntax *syntax, uint16_t *features);

#endif
