/* What a client of RPC over HTTP asks its proxy for (MS-RPCH 2.1.2.1). Of HTTP no more is read than that takes. */
#ifndef RCT_HTTP_REQUEST_H
#define RCT_HTTP_REQUEST_H

#include "connection.h"

enum http_method { HTTP_RPC_IN_DATA, HTTP_RPC_OUT_DATA, HTTP_OTHER };

struct http_request {
    enum http_method method;
    uint64_t content_length; /* bytes */
};

/* The head of the next request: RECEIVED_PDU stands for it, RECEIVED_NO_CO for what is none. What follows it is left to
 * skip_content() and receive_pdu(). Waits until the connection's `stop`. */
enum received receive_http_request(struct connection *connection, struct http_request *request);
/* Passes over the next bytes. */
enum received skip_content(struct connection *connection, uint64_t bytes);

#endif
