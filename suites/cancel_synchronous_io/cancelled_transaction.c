/* CSIO-SUBJ-TRANSACT: TransactNamedPipe can be cancelled while it waits for the answer; the request has gone out. */
#include "modes.h"
#include "operations/pipe_ends.h"
#include "operations/pipe_transact.h"

static const struct evidence none = { CHARACTERISED, CHARACTERISED };

#define READ_DEADLINE_MS 1000u

static void transaction_is_cancelled(struct test_case *t)
{
    struct operation *transaction = start_blocked(t, &transact_named_pipe);
    char request[REQUEST_DATA_SIZE];

    if (!cancel_eventually(t, transaction, none))
        return;

    note_bytes(t, "server.available", bytes_available(transaction->peer));
    note_data(t, "server.read", request,
              read_what_comes(transaction->peer, request, sizeof(request), READ_DEADLINE_MS));
}

TEST(transaction_is_cancelled, .clause = "CSIO-SUBJ-TRANSACT", .tiers = DOCUMENTED, .supports = "CancelSynchronousIo");
