"""wincancel: a conformance suite for CancelSynchronousIo and RpcCancelThread, and the harness that runs it."""
