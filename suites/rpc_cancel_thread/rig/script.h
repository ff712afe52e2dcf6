/* A server played by a script: a C function that speaks PDUs, one connection after another, on a thread of its own.
 *
 * The script tells the test how far it is by reach(); the test sees that by await_stage(), and lets it go on by
 * let_script_go(). Every verb of the script ends the script's thread when the case ends, or when what it waits for
 * cannot come any more, so a script has no error handling. To a remote call a script is a peer (peer.h): it has the
 * call from STAGE_HELD on, and letting it go is let_script_go(STAGE_HELD).
 */
#ifndef RCT_SCRIPT_H
#define RCT_SCRIPT_H

#include "connection.h"
#include "interface.h"
#include "operation.h"
#include "peer.h"
#include "wire_log.h"

enum stage { STAGE_ACCEPTED, STAGE_HELD, STAGE_SECOND, STAGE_LATER, STAGE_OVER, STAGE_COUNT };

struct script {
    struct peer peer;
    struct wire_log *log; /* of what it received; connections are counted */
    unsigned port;
    const WCHAR *endpoint;
    struct connection connection; /* the one at hand */
    struct request request;       /* the last one whose first bytes were received */
    uint32_t call_id;             /* of it */
    uint8_t request_flags;        /* pfc_flags of its first fragment */
    /* the rig's own */
    void (*play)(struct script *script);
    SOCKET listener;
    HANDLE stop, thread, reached[STAGE_COUNT], go_on[STAGE_COUNT];
    unsigned connections;
    int receive_window; /* bytes, of accepted sockets; 0: the system's */
};

/* ---- the test's verbs */

/* Starts the script on a port of its own. It is played once; it accepts connections itself. */
struct script *start_script(struct test_case *t, void (*play)(struct script *script));
/* The same, with a receive window so small that a large request cannot be sent while the script does not read. */
struct script *start_script_with_window(struct test_case *t, void (*play)(struct script *script), int bytes);
/* A binding to it, freed after the case; no call is made. */
void *bind_to_script(struct test_case *t, struct script *script);
bool has_reached(struct script *script, enum stage stage);
/* UNRESOLVED if it does not come in time. */
void await_stage(struct test_case *t, struct script *script, enum stage stage);
/* The same for a stage that the script comes to again and again. */
void await_stage_again(struct test_case *t, struct script *script, enum stage stage);
void let_script_go(struct script *script, enum stage stage);
/* The second way out of a call whose large request the script reads through a small window from then on: seconds, where
 * the machine has others to serve. False if the call does not end. */
bool release_large_call(struct test_case *t, struct operation *call);

/* ---- the script's verbs */

/* Accepts the next connection, in place of the one at hand. */
void accept_connection(struct script *script);
/* Closes the one at hand. */
void hang_up(struct script *script);
void reach(struct script *script, enum stage stage);
/* Waits for the test. Meanwhile what the client sends is read and logged, unless it is `deaf`. */
void wait_to_go_on(struct script *script, enum stage stage);
void wait_deaf(struct script *script, enum stage stage);
/* The next PDU, which is logged. */
void receive_next(struct script *script, struct co_pdu *pdu);
/* Accepts a connection, and answers its bind. */
void accept_bind(struct script *script);
/* PDUs up to the last fragment of a request; binds and alter_contexts on the way are answered. */
void receive_request(struct script *script);
/* Of a request only its first fragment. */
void receive_first_fragment(struct script *script);
/* Of a request its fragments until `size` bytes of stub data have come. */
void receive_part_of_request(struct script *script, size_t size);
/* Answers binds and no request until the test lets it go, whether the client closes before or not; then hangs up. The
 * stage can be waited for again after it. */
void hold_requests(struct script *script, enum stage stage);
/* The reply to the last request: whole, with these flags and that cancel_count, under that call_id. */
void respond(struct script *script, uint8_t pfc_flags, uint8_t cancel_count, uint32_t call_id);
/* The first `size` bytes of it. */
void respond_in_part(struct script *script, size_t size);
/* A first fragment of a reply whose second never comes. */
void respond_with_first_fragment(struct script *script);
void fault(struct script *script, uint32_t status);
void send_shutdown(struct script *script);

#endif
