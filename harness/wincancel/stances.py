"""What several runs of one target say of each case, as an expectation would have it: found, not guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .expectations import EntryClass, Rate
from .outcomes import Outcome, outcome_of
from .printable import allowed_of, printable, value_text
from .verdicts import NOT_TRIED, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .records import Attempt, Run

_LONGEST = 300


@dataclass(frozen=True)
class Stance:
    """How a case stands: its class and outcomes, and how often they came where it is flaky."""

    entry_class: EntryClass
    outcomes: tuple[Outcome, ...]
    rate: Rate | None


def first_attempts(runs: Iterable[Run], case: str) -> list[Attempt]:
    """Every first attempt at a case in some runs."""
    return [result.first for run in runs for result in run.results.get(case, ())]


def stance_of(attempts: Sequence[Attempt]) -> Stance | None:
    """What the attempts make of a case; None where all of them are good, which needs no entry.

    Good and bad make it flaky. Never good makes it known, with each outcome that came; or a ceiling, where the case
    never got to its subject.
    """
    seen = [outcome_of(attempt) for attempt in attempts]
    bad = [outcome for outcome in seen if not outcome.good]
    if not bad:
        return None
    outcomes = tuple(sorted(set(bad), key=str))
    if len(bad) < len(seen):
        return Stance(EntryClass.FLAKY, outcomes, Rate(len(bad), len(seen)))
    ceiling = all(outcome.verdict in NOT_TRIED and outcome.status is Status.OK for outcome in outcomes)
    return Stance(EntryClass.CEILING if ceiling else EntryClass.KNOWN, outcomes, None)


def reason_of(attempts: Sequence[Attempt], run_names: Iterable[str]) -> str:
    """Why the case does not pass, from the first attempt that did not: what it got, and what is allowed.

    The random names of the runs, which targets repeat in what they say, are left out.
    """
    attempt = next(attempt for attempt in attempts if not outcome_of(attempt).good)
    words = _words(attempt)
    for name in run_names:
        words = words.replace(name, "RUN")
    return printable(words, _LONGEST)


def _words(attempt: Attempt) -> str:
    for value in attempt.failed_values:
        got = f"got {value_text(value, 80)}, allowed {allowed_of(value)}" if value.comparable else "not as allowed"
        return f"{value.key}: {got} [{value.tier}]"
    for histogram, row in attempt.forbidden_outcomes:
        return f"{histogram.key}: came out as {', '.join(row.outcome)}, which must not be: {row.why} [{row.tier}]"
    if attempt.status is not Status.OK:
        exception = f" with exception {attempt.exception}" if attempt.exception else ""
        return f"the process ended as {attempt.status}{exception}"
    return attempt.reason or f"{attempt.verdict} without a reason"
