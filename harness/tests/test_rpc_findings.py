"""What is known of remote calls on two real Wines comes out by itself, with its values.

The expected values were measured with other programs than this suite's before it was written.
"""

from __future__ import annotations

import pytest
from findings import attempt_of, attempts_of, filters, values_of
from real_target import RealTarget

from wincancel.records import Run
from wincancel.verdicts import Tier, Verdict

FINDINGS = [
    "RCT-EX-N/*",
    "RCT-HANDLE-1/*",
    "RCT-HANDLE-3/*/EVENT",
    "RCT-PS-HTTP/*/time_out_0_ends_it_at_once",
    "RCT-PS-LRPC/*",
    "RCT-TESTCANCEL-1/*",
    "RCT-TESTCANCEL-7/*",
    "RCT-SERVERTEST-1/*",
    "RCT-TMO-DEFAULT/*",
    "RCT-TMO-N/*",
    "RCT-ACCESS-1/is_enough_with/SYNCHRONIZE",
    "RCT-ACCESS-8/is_refused/THREAD_QUERY_*",
    "RCT-ACCESS-8/is_refused/ALL_BUT_SET_CONTEXT",
    "RCT-INFORMED-1/*",
    "RCT-PHASE-*",
    "RCT-RACE-POISON/later_call_is_left_alone/*",
    "RCT-WIRE-*",
]


@pytest.fixture(scope="module", params=["wine_8", "wine_10"])
def run(request: pytest.FixtureRequest) -> Run:
    """The findings on each of the two; they have the same."""
    target = request.getfixturevalue(request.param)
    assert isinstance(target, RealTarget)
    return target.run(*filters(FINDINGS)).valid_run


def test_the_check_of_access_is_reversed(run: Run) -> None:
    for attempt in attempts_of(run, "RCT-ACCESS-8/is_refused/*"):
        values = values_of(attempt)
        assert attempt.tiers[Tier.DOCUMENTED] is Verdict.FAIL
        assert (values["cancel.status"], values["call.undisturbed"], values["call.status"]) == (0, False, 1726)
    enough = attempt_of(run, "RCT-ACCESS-1/*")
    assert values_of(enough)["cancel.status"] == 87
    assert enough.verdict is Verdict.FAIL


def test_the_server_is_never_told(run: Run) -> None:
    for attempt in attempts_of(run, "RCT-INFORMED-1/*"):
        values = values_of(attempt)
        assert attempt.tiers[Tier.IMPLIED] is Verdict.FAIL
        assert (values["cancel.status"], values["server.informed"], values["client.closed"]) == (0, False, True)
    sent = values_of(attempt_of(run, "RCT-WIRE-1/*"))
    assert (sent["client.co_cancels"], sent["client.orphaneds"]) == (0, 0)
    assert values_of(attempt_of(run, "RCT-WIRE-3/*"))["request.pending_cancel"] is False


def test_the_cancel_time_out_is_ignored(run: Run) -> None:
    by_default = attempt_of(run, "RCT-TMO-DEFAULT/*")
    assert by_default.tiers[Tier.DOCUMENTED] is Verdict.FAIL
    assert (values_of(by_default)["call.held"], values_of(by_default)["call.status"]) == ("failed", 1726)
    for attempt in attempts_of(run, "RCT-TMO-N/*"):
        assert attempt.tiers[Tier.DOCUMENTED] is Verdict.FAIL
        assert values_of(attempt)["call.status"] == 1726


def test_a_cancel_with_a_time_out_is_dropped_and_called_a_success(run: Run) -> None:
    for attempt in attempts_of(run, "RCT-EX-N/*"):
        assert attempt.tiers[Tier.DOCUMENTED] is Verdict.FAIL
        assert (values_of(attempt)["cancel.status"], values_of(attempt)["call.outcome"]) == (0, "blocked")


def test_what_a_server_asks_is_a_stub(run: Run) -> None:
    for pattern in ("RCT-TESTCANCEL-1/*", "RCT-TESTCANCEL-7/*", "RCT-SERVERTEST-1/*"):
        assert {attempt.verdict for attempt in attempts_of(run, pattern)} == {Verdict.UNSUPPORTED}
    assert run.header is not None
    capabilities = {one.name: one for one in run.header.capabilities}
    for name in ("RpcTestCancel", "RpcServerTestCancel"):
        assert "0x80000100" in capabilities[name].evidence


def test_what_is_no_thread_gets_an_answer_that_no_page_lists(run: Run) -> None:
    for pattern in ("RCT-HANDLE-1/*", "RCT-HANDLE-3/*/EVENT"):
        assert values_of(attempt_of(run, pattern))["cancel.status"] == 87


def test_http_calls_end_with_a_status_of_their_own(run: Run) -> None:
    attempt = attempt_of(run, "RCT-PS-HTTP/*")
    if attempt.verdict is Verdict.UNTESTED:  # port 80 of this machine is another's, and no network of its own to be had
        pytest.skip(attempt.reason or "UNTESTED")
    assert attempt.tiers[Tier.AMBIGUOUS] is Verdict.FAIL
    assert values_of(attempt)["call.status"] == 1728


def test_a_local_call_is_cancelled_though_the_page_excludes_it(run: Run) -> None:
    values = values_of(attempt_of(run, "RCT-PS-LRPC/*"))
    assert (values["call.after_cancel"], values["call.status"]) == ("failed", 1726)


def test_a_call_that_sends_or_connects_cannot_be_cancelled(run: Run) -> None:
    sending = values_of(attempt_of(run, "RCT-PHASE-SEND/*"))
    assert (sending["cancel.status"], sending["call.outcome"]) == (0, "blocked")
    connecting = values_of(attempt_of(run, "RCT-PHASE-CONNECT/*"))
    assert (connecting["cancel.status"], connecting["cancelled"]) == (0, False)
    binding = values_of(attempt_of(run, "RCT-PHASE-BIND/*"))
    assert (binding["call.outcome"], binding["call.status"], binding["call.phase"]) == ("failed", 1726, "binds")


def test_a_late_cancel_fails_a_later_call(run: Run) -> None:
    for attempt in attempts_of(run, "RCT-RACE-POISON/later_call_is_left_alone/*"):
        values = values_of(attempt)
        assert (values["first.status"], values["later.left_alone"], values["later.status"]) == (0, "no", 1726)


def test_the_server_drops_connections_that_bring_a_cancel(run: Run) -> None:
    for attempt in attempts_of(run, "RCT-WIRE-11/*"):
        values = values_of(attempt)
        assert (values["reply.own_reply"], values["next.received"]) == (True, "close")
    for attempt in attempts_of(run, "RCT-WIRE-13/*"):
        assert values_of(attempt)["unasked.received"] == "close"
    assert values_of(attempt_of(run, "RCT-WIRE-15/*"))["next.received"] == "close"


def test_every_reply_carries_the_same_call_id(run: Run) -> None:
    assert values_of(attempt_of(run, "RCT-WIRE-16/*"))["reply.has_own_call_id"] is False
    assert values_of(attempt_of(run, "RCT-WIRE-10/*"))["call.status"] == 0


def test_a_fault_of_a_cancelled_call_is_told_apart(run: Run) -> None:
    assert values_of(attempt_of(run, "RCT-WIRE-7/*"))["call.status"] == 1818
    assert values_of(attempt_of(run, "RCT-WIRE-9/*"))["call.status"] == 1728
