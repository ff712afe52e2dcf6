/* What the server's process tells the test, and what the test tells it, beside the calls under test. Times are those of
 * now_us(), one clock for all processes of a machine. */
#ifndef RCT_OBSERVER_H
#define RCT_OBSERVER_H

#include "wincancel_test.h"

#define MAX_ENDPOINT 160

/* What RpcTestCancel or RpcServerTestCancel said in one call. */
struct cancel_polls {
    DWORD polls;
    DWORD exception; /* that ended the polls; 0: none */
    LONG first;      /* the first answer */
    LONG other;      /* an answer that is neither the first nor 0; else the first */
    DWORD told;      /* whether 0 came */
    LONG again[3];   /* three more answers right after the first 0 */
    uint64_t told_us;
};

enum event_kind { SERVER_BROKE, SERVER_READY, CALL_ENTERED, CALL_TOLD, CALL_LEFT };

struct server_event {
    DWORD kind;
    DWORD token;     /* of the call */
    DWORD thread_id; /* of the manager */
    LONG status;     /* SERVER_BROKE: of the call that failed; CALL_LEFT: of the callback, if there was one */
    uint64_t at_us;
    struct cancel_polls test_cancel, server_test_cancel; /* CALL_TOLD, CALL_LEFT */
    WCHAR endpoint[MAX_ENDPOINT];                        /* SERVER_READY */
    char broke[64];                                      /* SERVER_BROKE: which call */
};

enum command_kind { LET_GO };

struct server_command {
    DWORD kind;
    DWORD token;
};

#endif
