/* Whoever is at the other end of a call: a server, or a script that plays one. */
#ifndef RCT_PEER_H
#define RCT_PEER_H

#include "wincancel_test.h"

struct peer {
    /* Whether it was seen to have the call with that token in hand. */
    bool (*has_entered)(struct peer *peer, DWORD token);
    /* Lets the call return in its normal way. */
    void (*let_go)(struct peer *peer, DWORD token);
    /* Ends the other end, so that no call to it can go on. */
    void (*end)(struct peer *peer);
    uint32_t nonce; /* in its replies */
};

#endif
