#include "co_stream.h"

#include <string.h>

void co_stream_start(struct co_stream *stream, uint8_t *buffer, size_t capacity)
{
    memset(stream, 0, sizeof(*stream));
    stream->buffer = buffer;
    stream->capacity = capacity;
}

struct octets co_stream_pdu(const struct co_stream *stream)
{
    return (struct octets){ stream->buffer, stream->size };
}

static enum co_stream_state fail(struct co_stream *stream, enum co_error error)
{
    stream->error = error;
    return stream->state = CO_STREAM_NO_CO;
}

/* Fills the buffer up to `size` bytes, as far as the chunk goes; returns whether it did. */
static bool fill(struct co_stream *stream, struct octets *chunk, size_t size)
{
    size_t taken = size - stream->size < chunk->size ? size - stream->size : chunk->size;
    if (taken) {
        memcpy(stream->buffer + stream->size, chunk->data, taken);
        stream->size += taken;
        chunk->data += taken;
        chunk->size -= taken;
    }
    return stream->size == size;
}

enum co_stream_state co_stream_take(struct co_stream *stream, struct octets *chunk)
{
    if (stream->state == CO_STREAM_NO_CO)
        return CO_STREAM_NO_CO;
    if (stream->state == CO_STREAM_PDU) {
        stream->state = CO_STREAM_EMPTY;
        stream->size = 0;
    }
    if (!chunk->size)
        return stream->state;
    if (stream->capacity < CO_HEADER_SIZE)
        return fail(stream, CO_LONG_FRAG);
    stream->state = CO_STREAM_PARTIAL;
    if (stream->size < CO_HEADER_SIZE) {
        fill(stream, chunk, CO_HEADER_SIZE);
        enum co_error error = co_header_parse(co_stream_pdu(stream), &stream->header);
        if (error == CO_SHORT_HEADER)
            return CO_STREAM_PARTIAL;
        if (error)
            return fail(stream, error);
        if (stream->header.frag_length > stream->capacity)
            return fail(stream, CO_LONG_FRAG);
    }
    if (fill(stream, chunk, stream->header.frag_length))
        stream->state = CO_STREAM_PDU;
    return stream->state;
}
