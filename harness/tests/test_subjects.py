"""Deliberately wrong libraries of ten lines: each is caught, by a case of the clause that it breaks."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from real_target import RealTarget

from wincancel.case_list import pattern_matcher
from wincancel.records import Run
from wincancel.verdicts import Verdict

# A cancel that never comes costs each case its deadlines: they are short here, and many cases wait at once. Those that
# run alone are left out: they would take minutes more, and collect by the same verbs.
IMPATIENT = ("--timeout-scale", "0.1", "--jobs", "8", "--class", "shared", "--class", "waiting")


@dataclass(frozen=True)
class Fault:
    """A library, patterns of cases of which at least one each must fail, and patterns of cases it does not break."""

    subject: str
    broken: tuple[str, ...]
    sound: tuple[str, ...]


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


def verdicts_of(run: Run, pattern: str) -> set[Verdict]:
    matches = pattern_matcher(pattern)
    return {result.first.verdict for case, results in run.results.items() if matches(case) for result in results}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.subject)
def test_the_clause_that_is_broken_catches_it(wine_8: RealTarget, fault: Fault) -> None:
    filters = [word for pattern in fault.broken + fault.sound for word in ("--filter", pattern)]
    plain = wine_8.run(*filters).valid_run
    wrong = wine_8.run(*filters, subject=fault.subject).valid_run
    for pattern in fault.broken:
        assert Verdict.FAIL not in verdicts_of(plain, pattern), f"{pattern} fails without the fault"
        assert Verdict.FAIL in verdicts_of(wrong, pattern), f"{pattern} does not catch {fault.subject}"
    for pattern in fault.sound:
        assert verdicts_of(wrong, pattern) == verdicts_of(plain, pattern), pattern


@pytest.mark.parametrize("subject", ["always_true", "answers_1168", "answers_5"])
def test_who_answers_the_same_to_everything_collects_nothing(wine_8: RealTarget, subject: str) -> None:
    run = wine_8.run(*IMPATIENT, subject=subject).valid_run
    overridden = set(run.header.subject.functions) if run.header else set()
    assert "CancelSynchronousIo" in overridden
    passed = {case for case, results in run.results.items() if results[0].first.verdict is Verdict.PASS}
    resting = sorted(case for case in passed if wine_8.supports()[case] & overridden)
    assert not resting, f"passes that rest on {subject}: {resting}"


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
