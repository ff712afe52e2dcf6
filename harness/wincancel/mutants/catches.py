"""What a case says of a mutant: the checks that it fails with the fault and not without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..clauses import clause_of
from ..explain import outcome_line, process_text, value_line
from ..verdicts import Status, Tier, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..records import Attempt, Histogram

PROCESS = "process"
"""Stands for the key of a check where not a value but the end of the case's process says that something is wrong."""

_RAN = frozenset({Verdict.PASS, Verdict.FAIL, Verdict.DONE})


@dataclass(frozen=True)
class Catch:
    """A check that noticed: its case and key, and what it said."""

    case: str
    key: str
    message: str

    @property
    def clause(self) -> str:
        """The clause of the case."""
        return clause_of(self.case)


def is_sound(attempt: Attempt) -> bool:
    """Whether an attempt on the reference got to its end, so that a mutant can be held against it."""
    return attempt.status is Status.OK and attempt.verdict in _RAN


def passed_checks(attempt: Attempt) -> dict[str, Tier]:
    """The judged checks that an attempt passed, by key; none where its control or set-up broke."""
    if not is_sound(attempt):
        return {}
    passed: dict[str, Tier] = {
        value.key: value.tier for value in attempt.values if value.met and value.tier is not Tier.CHARACTERISED
    }
    failed = {histogram.key for histogram, _ in attempt.forbidden_outcomes}
    passed |= {
        histogram.key: tier
        for histogram in attempt.histograms
        if (tier := _judging_tier(histogram)) is not None and histogram.key not in failed
    }
    return passed


def _judging_tier(histogram: Histogram) -> Tier | None:
    """The tier of the check that a race is; None where nothing about it is judged, or it was never tried."""
    tiers = [histogram.tier, *(row.tier for row in histogram.outcomes)]
    judging = [tier for tier in tiers if tier is not Tier.CHARACTERISED]
    return judging[0] if judging and histogram.trials else None


def catches(sound: Mapping[str, Attempt], attempt: Attempt) -> Iterator[Catch]:
    """What an attempt on a mutant notices that the attempt at the same case on the reference does not.

    A check that fails counts where it did not fail on the reference: it passed there, or the case passed without coming
    to it, for some checks are made only of what should not have happened.
    """
    before = sound.get(attempt.case)
    if before is None or not is_sound(before):
        return
    notices = set(passed_checks(before))
    if before.verdict is Verdict.PASS:
        notices |= _failed_keys(attempt) - _keys(before)
    for value in attempt.failed_values:
        if value.key in notices:
            yield Catch(attempt.case, value.key, value_line(value))
    for histogram, row in attempt.forbidden_outcomes:
        if histogram.key in notices:
            yield Catch(attempt.case, histogram.key, outcome_line(histogram, row))
    if attempt.status not in (Status.OK, None):
        yield Catch(attempt.case, PROCESS, f"the process ended as {process_text(attempt)}, on the reference well")


def _failed_keys(attempt: Attempt) -> set[str]:
    failed = {value.key for value in attempt.failed_values}
    return failed | {histogram.key for histogram, _ in attempt.forbidden_outcomes}


def _keys(attempt: Attempt) -> set[str]:
    return {value.key for value in attempt.values} | {histogram.key for histogram in attempt.histograms}
