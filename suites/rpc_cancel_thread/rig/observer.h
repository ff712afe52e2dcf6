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

/* What RpcServerInqCallAttributes said in one call. */
struct attribute_polls {
    DWORD polls;
    DWORD exception;   /* that ended the polls; 0: none */
    LONG status;       /* of the last */
    DWORD first, last; /* CallStatus */
};

/* What came of RpcServerSubscribeForNotification in one call. */
struct cancel_notice {
    LONG subscribed, unsubscribed; /* the statuses */
    DWORD fired;                   /* how often */
    DWORD queued;                  /* what unsubscribing said of those that are still to come */
    DWORD notification;            /* RPC_NOTIFICATIONS, where the method tells it */
    uint64_t fired_us;             /* the first time */
};

enum event_kind {
    SERVER_BROKE,
    SERVER_READY,
    CALL_ENTERED,
    CALL_POLLED,      /* it was asked about a number of times, see hold.h */
    CALL_TOLD,        /* by any of the means that the call's flags ask for */
    CALL_CALLED_BACK, /* the callback is over */
    CALL_LEFT,
    ASKED_OUTSIDE /* the answer to ASK_OUTSIDE */
};

struct server_event {
    DWORD kind;
    DWORD token;     /* of the call, or of the command */
    DWORD thread_id; /* of the manager */
    LONG status;     /* SERVER_BROKE: of the call that failed; CALL_CALLED_BACK: of the callback */
    uint64_t at_us;
    struct cancel_polls test_cancel, server_test_cancel; /* from CALL_POLLED on */
    struct attribute_polls attributes;
    struct cancel_notice notice;
    WCHAR endpoint[MAX_ENDPOINT]; /* SERVER_READY */
    char broke[64];               /* SERVER_BROKE: which call */
};

enum command_kind {
    LET_GO,
    ASK_OUTSIDE /* polls on a thread that serves no call; flags are those of a call */
};

struct server_command {
    DWORD kind;
    DWORD token;
    DWORD flags;
};

#endif
