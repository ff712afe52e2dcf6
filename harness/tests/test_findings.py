"""What is known of two real Wines comes out by itself, with its values; and what they do right passes.

The expected values were measured with other programs than this suite's before it was written.
"""

from __future__ import annotations

import pytest
from findings import attempts_of, filters, values_of
from real_target import RealTarget

from wincancel.records import Run
from wincancel.verdicts import Tier, Verdict

FINDINGS = [
    "CSIO-SUBJ-LOCK/*",
    "CSIO-SUBJ-MAILSLOT/*",
    "CSIO-SUBJ-DIRCHANGE/*",
    "CSIO-SUBJ-CONSOLE-READCONSOLE/*",
    "CSIO-CIOEX-NF-1/nothing_ever_issued",
    "CSIO-XPROC-1/*",
]
SOUND = ["CSIO-ACCESS-*", "CSIO-NOTFOUND-*", "CSIO-SUBJ-CONNECT/*", "CSIO-SUBJ-READ-*", "CSIO-SUBJ-WRITE/*"]


@pytest.fixture(scope="module")
def on_8(wine_8: RealTarget) -> Run:
    """The findings on Wine 8.0."""
    return wine_8.run(*filters(FINDINGS)).valid_run


@pytest.fixture(scope="module")
def on_10(wine_10: RealTarget) -> Run:
    """The findings on Wine 10.0."""
    return wine_10.run(*filters(FINDINGS)).valid_run


@pytest.fixture(params=["on_8", "on_10"])
def either(request: pytest.FixtureRequest) -> Run:
    """The findings on each of the two."""
    run = request.getfixturevalue(request.param)
    assert isinstance(run, Run)
    return run


def test_a_waiting_lock_is_not_cancelled(either: Run) -> None:
    (attempt,) = attempts_of(either, "CSIO-SUBJ-LOCK/*")
    values = values_of(attempt)
    assert attempt.tiers[Tier.OBSERVED] is Verdict.FAIL
    assert (values["cancel.returned"], values["cancel.last_error"]) == (False, 1168)
    assert values["operation.undisturbed"] is True


def test_a_mailslot_read_is_cancelled_on_10_but_not_on_8(on_8: Run, on_10: Run) -> None:
    (on_8_attempt,) = attempts_of(on_8, "CSIO-SUBJ-MAILSLOT/*")
    (on_10_attempt,) = attempts_of(on_10, "CSIO-SUBJ-MAILSLOT/*")
    refused, taken = values_of(on_8_attempt), values_of(on_10_attempt)
    assert (refused["cancel.returned"], refused["cancel.last_error"]) == (False, 1168)
    assert on_8_attempt.verdict is Verdict.DONE
    assert (taken["cancel.returned"], taken["operation.last_error"]) == (True, 995)


def test_a_wait_for_directory_changes_ends_with_a_wrong_error(either: Run) -> None:
    for attempt in attempts_of(either, "CSIO-SUBJ-DIRCHANGE/*"):
        assert values_of(attempt)["operation.last_error"] == 997
        assert attempt.tiers[Tier.DOCUMENTED] is Verdict.FAIL


def test_a_console_read_ends_with_a_wrong_error(either: Run) -> None:
    for attempt in attempts_of(either, "CSIO-SUBJ-CONSOLE-READCONSOLE/*/*"):
        assert values_of(attempt)["read.last_error"] == 6
        assert Verdict.FAIL in attempt.tiers.values()


def test_cancel_io_ex_claims_success_with_nothing_pending_on_8_but_not_on_10(on_8: Run, on_10: Run) -> None:
    (on_8_attempt,) = attempts_of(on_8, "CSIO-CIOEX-NF-1/nothing_ever_issued")
    (on_10_attempt,) = attempts_of(on_10, "CSIO-CIOEX-NF-1/nothing_ever_issued")
    assert on_8_attempt.tiers[Tier.DOCUMENTED] is Verdict.FAIL
    assert on_10_attempt.verdict is Verdict.PASS


def test_a_thread_of_another_process_is_not_found(either: Run) -> None:
    for attempt in attempts_of(either, "CSIO-XPROC-1/*"):
        values = values_of(attempt)
        assert (values["cancel.returned"], values["cancel.last_error"]) == (False, 1168)
        assert values["read.undisturbed"] is True


@pytest.mark.parametrize("wine", ["wine_8", "wine_10"])
def test_what_they_do_right_passes(request: pytest.FixtureRequest, wine: str) -> None:
    target = request.getfixturevalue(wine)
    run = target.run(*filters(SOUND)).valid_run
    verdicts = {case: results[0].first.verdict for case, results in run.results.items()}
    assert len(verdicts) > 100
    assert set(verdicts.values()) <= {Verdict.PASS, Verdict.DONE}, {
        case: verdict for case, verdict in verdicts.items() if verdict not in (Verdict.PASS, Verdict.DONE)
    }
