/* Cuts what comes out of a connection, in whatever chunks, into PDUs. Uses one buffer, which is the caller's:
 *
 *     uint8_t buffer[CO_MAX_FRAG];
 *     struct co_stream stream;
 *     co_stream_start(&stream, buffer, sizeof(buffer));
 *     ...
 *     while (co_stream_take(&stream, &chunk) == CO_STREAM_PDU)
 *         look_at(co_stream_pdu(&stream));
 */
#ifndef WINCANCEL_CO_STREAM_H
#define WINCANCEL_CO_STREAM_H

#include "co_header.h"

enum co_stream_state {
    CO_STREAM_EMPTY,   /* between two PDUs */
    CO_STREAM_PARTIAL, /* within one */
    CO_STREAM_PDU,     /* one is whole */
    CO_STREAM_NO_CO,   /* this is no stream of PDUs, or one of them is too long; it stays so */
};

struct co_stream {
    enum co_stream_state state;
    enum co_error error;     /* in CO_STREAM_NO_CO: why */
    struct co_header header; /* of the PDU at hand, once its header is whole */
    uint8_t *buffer;
    size_t capacity;
    size_t size; /* of what is in the buffer */
};

/* `capacity` is the longest PDU that will be taken. Less than CO_HEADER_SIZE takes none. */
void co_stream_start(struct co_stream *stream, uint8_t *buffer, size_t capacity);

/* Takes bytes off the front of `chunk`, at most up to the end of one PDU, and returns the state after that. While it is
 * CO_STREAM_PDU there may be more in the chunk: call again when done with the PDU. In the other states the chunk has
 * been used up, but for CO_STREAM_NO_CO, where it has been from the first wrong octet on. */
enum co_stream_state co_stream_take(struct co_stream *stream, struct octets *chunk);

/* In CO_STREAM_PDU: the PDU, until the next call. In the other states: what there is of the one at hand. */
struct octets co_stream_pdu(const struct co_stream *stream);

#endif
