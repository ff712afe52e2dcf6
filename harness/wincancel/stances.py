"""What several runs of one target say of each case, as an expectation would have it: found, not guessed."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .expectations import EntryClass, Rate
from .outcomes import ANY, NOTHING, Outcome, outcome_of
from .printable import allowed_of, printable, value_text
from .value_comparison import place_of
from .verdicts import NOT_TRIED, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

    from .records import Attempt, Run

_LONGEST = 300
_TOO_MANY = 3
_NOT_JUDGED = NOT_TRIED | {Verdict.DONE}


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
    never got to its subject, or judged nothing there.
    """
    seen = [outcome_of(attempt) for attempt in attempts]
    bad = [outcome for outcome in seen if not outcome.good]
    if not bad:
        return None
    races = {histogram.key for attempt in attempts for histogram in attempt.histograms}
    outcomes = tuple(sorted(_distinct(bad, races), key=str))
    if len(bad) < len(seen):
        return Stance(EntryClass.FLAKY, outcomes, Rate(len(bad), len(seen)))
    ceiling = all(outcome.verdict in _NOT_JUDGED and outcome.status is Status.OK for outcome in outcomes)
    return Stance(EntryClass.CEILING if ceiling else EntryClass.KNOWN, outcomes, None)


def _distinct(outcomes: Iterable[Outcome], races: Set[str]) -> list[Outcome]:
    """The outcomes, each once. Those in which the same checks failed are one, where too many values came to list them.

    A value that came out in three ways will come out in a fourth: it is not one to expect. What a race must not come
    to is always listed.
    """
    alike: dict[Outcome, dict[Outcome, None]] = defaultdict(dict)
    for outcome in outcomes:
        keys = tuple((key, NOTHING) for key, _ in outcome.failed or ())
        alike[dataclasses.replace(outcome, failed=keys)][outcome] = None
    found: list[Outcome] = []
    for keys_only, some in alike.items():
        came = {key: {dict(outcome.failed or ())[key] for outcome in some} for key, _ in keys_only.failed or ()}
        varying = {key for key, answers in came.items() if len(answers) > 1 and key not in races}
        if varying and len(some) < _TOO_MANY:
            found += some
        else:
            failed = ((key, ANY if key in varying else NOTHING.union(*answers)) for key, answers in came.items())
            found.append(dataclasses.replace(keys_only, failed=tuple(failed)))
    return found


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
        if value.type == "elapsed_us":
            return f"{value.key}: {place_of(value)} [{value.tier}]"
        got = f"got {value_text(value, 80)}" if value.comparable else "not as it must be"
        return f"{value.key}: {got}, allowed {allowed_of(value)} [{value.tier}]"
    for histogram, row in attempt.forbidden_outcomes:
        return f"{histogram.key}: came out as {', '.join(row.outcome)}, which must not be: {row.why} [{row.tier}]"
    if attempt.status is not Status.OK:
        exception = f" with exception {attempt.exception}" if attempt.exception else ""
        return f"the process ended as {attempt.status}{exception}"
    if attempt.verdict is Verdict.DONE:
        return "records what comes, and judges nothing"
    return attempt.reason or f"{attempt.verdict} without a reason"
