#include "http_request.h"

#include <stdlib.h>
#include <string.h>

#define MAX_HEAD 8192u /* bytes */

static enum received next_byte(struct connection *connection, char *byte)
{
    if (!connection->left.size) {
        size_t size = sizeof(connection->chunk);
        enum received received = receive_bytes(connection, connection->chunk, &size, INFINITE); /* ended by `stop` */
        if (received != RECEIVED_PDU)
            return received;
        connection->left = (struct octets){ connection->chunk, size };
    }
    *byte = (char)*connection->left.data++;
    --connection->left.size;
    return RECEIVED_PDU;
}

enum received skip_content(struct connection *connection, uint64_t bytes)
{
    enum received received = RECEIVED_PDU;
    char byte;
    while (bytes-- && received == RECEIVED_PDU)
        received = next_byte(connection, &byte);
    return received;
}

static bool begins_with(const char *line, const char *word)
{
    return !_strnicmp(line, word, strlen(word));
}

static enum http_method method_of(const char *line)
{
    return begins_with(line, "RPC_IN_DATA ")    ? HTTP_RPC_IN_DATA
           : begins_with(line, "RPC_OUT_DATA ") ? HTTP_RPC_OUT_DATA
                                                : HTTP_OTHER;
}

/* Of a whole head, lines ended by CR LF. */
static void read_head(const char *head, struct http_request *request)
{
    static const char length[] = "Content-Length:";
    request->method = method_of(head);
    request->content_length = 0;
    for (const char *line = strstr(head, "\r\n"); line; line = strstr(line + 2, "\r\n"))
        if (begins_with(line + 2, length))
            request->content_length = strtoull(line + 2 + sizeof(length) - 1, NULL, 10);
}

enum received receive_http_request(struct connection *connection, struct http_request *request)
{
    char head[MAX_HEAD + 1] = "";
    for (size_t size = 0; size < MAX_HEAD; ++size) {
        enum received received = next_byte(connection, &head[size]);
        if (received != RECEIVED_PDU)
            return received;
        if (size >= 3 && !memcmp(&head[size - 3], "\r\n\r\n", 4)) {
            read_head(head, request);
            return request->method == HTTP_OTHER ? RECEIVED_NO_CO : RECEIVED_PDU;
        }
    }
    return RECEIVED_NO_CO;
}
