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


def test_a_call_that_sends_or_connects_cannot_be_cancelled(run: Run) -> None:
    sending = values_of(attempt_of(run, "RCT-PHASE-SEND/*"))
    assert (sending["cancel.status"], sending["call.outcome"]) == (0, "blocked")
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
