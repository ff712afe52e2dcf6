"""Deliberately wrong libraries of ten lines: each is caught, by a case of the clause that it breaks."""

from __future__ import annotations

import pytest
from faults import Fault, assert_is_caught, passes_that_rest_on_subject
from real_target import RealTarget

from wincancel.verdicts import Verdict

# A cancel that never comes costs each case its deadlines: they are short here, and many cases wait at once. Those that
# run alone are left out: they would take minutes more, and collect by the same verbs.
IMPATIENT = ("--timeout-scale", "0.1", "--jobs", "8", "--class", "shared", "--class", "waiting")


FAULTS = [
    Fault("wrong_error", ("CSIO-NOTFOUND-1/*", "CSIO-NOTFOUND-2/*"), ("CSIO-ACCESS-3/*", "CSIO-SUBJ-READ-ANON/*")),
    Fault("ignores_access", ("CSIO-ACCESS-2/*", "CSIO-ACCESS-4/*"), ("CSIO-ACCESS-1/*", "CSIO-NOTFOUND-1/*")),
    Fault("refuses_terminate_only", ("CSIO-ACCESS-1/*",), ("CSIO-ACCESS-3/*", "CSIO-SUBJ-READ-ANON/*")),
    Fault("waits_for_operation", ("CSIO-NOWAIT-1/returns_in_time/*",), ("CSIO-NOTFOUND-1/*",)),
    Fault("cancels_every_thread", ("CSIO-SCOPE-1/*",), ("CSIO-ACCESS-1/*", "CSIO-NOTFOUND-1/*")),
    Fault("sticky", ("CSIO-RACE-3/*",), ("CSIO-ACCESS-3/*", "CSIO-ABORT-1/*")),
    Fault("cancels_overlapped_too", ("CSIO-NOTFOUND-3/*", "CSIO-SCOPE-3/*"), ("CSIO-ACCESS-1/*", "CSIO-NOTFOUND-1/*")),
    Fault("says_1168_but_cancels", ("CSIO-RACE-4/single_shot/*", "CSIO-RET-OK-1/*"), ("CSIO-CIOEX-RET-1/*",)),
    Fault("loses_a_byte", ("CSIO-STATE-1/*", "CSIO-RACE-5/*"), ("CSIO-ACCESS-1/*", "CSIO-ABORT-1/*")),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.subject)
def test_the_clause_that_is_broken_catches_it(wine_8: RealTarget, fault: Fault) -> None:
    plain = wine_8.run(*fault.filters).valid_run
    wrong = wine_8.run(*fault.filters, subject=fault.subject).valid_run
    assert_is_caught(fault, plain, wrong)


@pytest.mark.parametrize("subject", ["always_true", "answers_1168", "answers_5"])
def test_who_answers_the_same_to_everything_collects_nothing(wine_8: RealTarget, subject: str) -> None:
    run = wine_8.run(*IMPATIENT, subject=subject).valid_run
    assert run.header is not None
    assert "CancelSynchronousIo" in run.header.subject.functions
    assert not passes_that_rest_on_subject(wine_8, run)


def test_a_stub_that_says_so_is_unsupported_and_fails_nothing(wine_8: RealTarget) -> None:
    run = wine_8.run("--filter", "CSIO-A*", "--filter", "CSIO-N*", subject="always_120").valid_run
    verdicts = {
        case: results[0].first.verdict
        for case, results in run.results.items()
        if "CancelSynchronousIo" in wine_8.supports()[case]
    }
    assert verdicts
    assert set(verdicts.values()) == {Verdict.UNSUPPORTED}
    assert run.header is not None
    (capability,) = [one for one in run.header.capabilities if one.name == "CancelSynchronousIo"]
    assert not capability.supported
    assert "made-up" in capability.evidence
