"""The reference's synchronous I/O passes every case of its suite that judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from faults import verdicts_of

from wincancel.case_list import parse_case_list, pattern_matcher
from wincancel.not_provided import load_not_provided
from wincancel.verdicts import Tier, Verdict

if TYPE_CHECKING:
    from real_target import RealTarget

    from wincancel.case_list import ListedCase
    from wincancel.records import Run

EXCUSED = [one.pattern for one in load_not_provided() if one.pattern.startswith("CSIO-")]


def chosen_cases(target: RealTarget) -> list[ListedCase]:
    """All that judge; but of the exclusive ones, which are long, one variant each."""
    cases = parse_case_list(target.call("list", "--json").stdout)
    judging = [c for c in cases if c.suite == "cancel_synchronous_io" and set(c.tiers) != {Tier.CHARACTERISED}]
    together = [case for case in judging if case.scheduling != "exclusive"]
    alone = {tuple(case.id.split("/")[:2]): case for case in judging if case.scheduling == "exclusive"}
    return [*together, *alone.values()]


@pytest.fixture(scope="module")
def run(wine_8: RealTarget) -> Run:
    return wine_8.run(subject="reference", cases=[case.id for case in chosen_cases(wine_8)]).valid_run


def test_the_functions_under_test_are_its_own(run: Run) -> None:
    assert run.header is not None
    assert {"CancelSynchronousIo", "CancelIo", "CancelIoEx", "NtCancelSynchronousIoFile"} <= set(
        run.header.subject.functions
    )


def test_every_case_that_judges_passes(run: Run) -> None:
    excused = [pattern_matcher(pattern) for pattern in EXCUSED]
    verdicts = {
        case: results[0].first.verdict
        for case, results in run.results.items()
        if not any(matches(case) for matches in excused)
    }
    assert len(verdicts) > 400
    # DONE: of some variants everything is only recorded
    assert {case: v for case, v in verdicts.items() if v not in (Verdict.PASS, Verdict.DONE)} == {}


@pytest.mark.parametrize("pattern", EXCUSED)
def test_what_it_is_said_not_to_provide_it_does_not(run: Run, pattern: str) -> None:
    assert verdicts_of(run, pattern) == {Verdict.UNTESTED}
