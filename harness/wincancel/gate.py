"""The gate: how what a run saw relates to what is expected of each case, and whether that is as it should be.

Only first attempts count: a second attempt, made after a failure, must not hide it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from math import exp, lgamma, log
from typing import TYPE_CHECKING

from .conditions import Measured, measured_by
from .expectations import Entry, Expectations, Rate
from .outcomes import Outcome, account_of, outcome_of
from .verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .records import Attempt, Run

IMPLAUSIBLE = 0.01
"""A flaky case that came out so, or further from its rate, less often than this is not as recorded."""


class Relation(StrEnum):
    """How a case relates to what is expected of it."""

    EXPECTED = "expected"
    REGRESSION = "regression"
    IMPROVEMENT = "improvement"
    FLAKY = "flaky"
    NEW = "new"
    MISSING = "missing"


UNEXPECTED = frozenset({Relation.REGRESSION, Relation.IMPROVEMENT, Relation.NEW, Relation.MISSING})


@dataclass(frozen=True)
class JudgedCase:
    """One case: its relation, and what is to be said of it in one line; nothing of a plain pass."""

    case: str
    relation: Relation
    text: str = ""


@dataclass(frozen=True)
class Judgement:
    """A whole run against what is expected of it. `notes` are lines for the reader that change no relation.

    `failing` are the relations that close the gate.
    """

    name: str
    measured: Measured
    cases: tuple[JudgedCase, ...]
    notes: tuple[str, ...] = ()
    failing: frozenset[Relation] = UNEXPECTED

    @property
    def passed(self) -> bool:
        """Whether the gate is open."""
        return not any(case.relation in self.failing for case in self.cases)

    @property
    def counts(self) -> Counter[Relation]:
        """The number of cases with each relation."""
        return Counter(case.relation for case in self.cases)


def judge(run: Run, name: str, expectations: Expectations, part: bool = False) -> Judgement:
    """Judges a valid run. Of a `part`, told to leave out cases, only those that were planned are judged."""
    assert run.header is not None
    measured = measured_by(run.header)
    part = part or run.header.plan.shard != (1, 1)
    judged = [_judged(run, case, expectations, measured) for case in sorted(run.planned_cases)]
    if not part:
        judged += [
            JudgedCase(case, Relation.MISSING, "known, and not planned by this run")
            for case in sorted(expectations.cases - run.planned_cases)
        ]
    notes = []
    if expectations.recorded and not expectations.knows(measured):
        notes.append(f"{measured} is not among the targets recorded: entries are chosen by their conditions alone")
    elif expectations.recorded and measured not in [one.measured for one in expectations.recorded]:
        notes.append(f"this build is not among those recorded: {measured}")
    if part:
        notes.append(f"a part of the cases: {len(run.planned_cases)} of {len(expectations.cases)} known are judged")
    return Judgement(name, measured, tuple(judged), tuple(notes))


def _judged(run: Run, case: str, expectations: Expectations, measured: Measured) -> JudgedCase:
    attempts = [result.first for result in run.results.get(case, ())]
    if case not in expectations.cases:
        return JudgedCase(case, Relation.NEW, f"{_accounts(attempts)}; nothing is known of this case")
    entry = expectations.entry_for(case, measured)
    relation, text = relation_of(attempts, entry)
    if relation is Relation.IMPROVEMENT and entry is not None and _was_given_what_it_lacked(run, entry):
        relation, text = Relation.EXPECTED, f"with --data, {text}"
    return JudgedCase(case, relation, text)


def _was_given_what_it_lacked(run: Run, entry: Entry) -> bool:
    """Whether a case was untested without --data, and the run had some: then the entry is not stale."""
    given = run.header is not None and bool(run.header.options.data)
    return given and all(outcome.verdict is Verdict.UNTESTED for outcome in entry.outcomes)


def relation_of(attempts: Sequence[Attempt], entry: Entry | None) -> tuple[Relation, str]:
    """Judges all first attempts at one case on one target, against its entry if it has one."""
    outcomes = [outcome_of(attempt) for attempt in attempts]
    if entry is None:
        bad = [attempt for attempt, outcome in zip(attempts, outcomes, strict=True) if not outcome.good]
        return (
            (Relation.REGRESSION, f"{_accounts(bad, len(attempts))}; expected PASS") if bad else (Relation.EXPECTED, "")
        )
    listed = [any(one.accepts(outcome) for one in entry.outcomes) for outcome in outcomes]
    strange = [
        attempt
        for attempt, outcome, as_listed in zip(attempts, outcomes, listed, strict=True)
        if not as_listed and not outcome.good
    ]
    recorded = f"{entry.origin}: {' or '.join(map(str, entry.outcomes))}"
    if strange:
        return Relation.REGRESSION, f"{_accounts(strange, len(attempts))}; {recorded}"
    if entry.rate is not None:
        return _relation_to_rate(sum(listed), len(listed), entry.rate, recorded)
    if all(listed):
        return Relation.EXPECTED, ""
    passed = len(listed) - sum(listed)
    return Relation.IMPROVEMENT, f"passed{_times(passed, len(listed))}; {recorded} [{entry.why}]"


def _relation_to_rate(seen: int, of: int, rate: Rate, recorded: str) -> tuple[Relation, str]:
    text = f"{recorded} {rate.seen} of {rate.of} times; now {seen} of {of} times"
    if at_least(seen, of, rate) < IMPLAUSIBLE:
        return Relation.REGRESSION, f"{text}: at that rate, as many come less than once in {1 / IMPLAUSIBLE:.0f} runs"
    if at_most(seen, of, rate) < IMPLAUSIBLE:
        return Relation.IMPROVEMENT, f"{text}: at that rate, as few come less than once in {1 / IMPLAUSIBLE:.0f} runs"
    return Relation.FLAKY, text if seen else ""


def at_least(seen: int, of: int, rate: Rate) -> float:
    """The probability of `seen` or more of `of`, where each comes with the recorded rate (binomial distribution)."""
    return sum(_exactly(count, of, rate) for count in range(seen, of + 1))


def at_most(seen: int, of: int, rate: Rate) -> float:
    """The probability of `seen` or fewer of `of`, where each comes with the recorded rate."""
    return sum(_exactly(count, of, rate) for count in range(seen + 1))


def _exactly(count: int, of: int, rate: Rate) -> float:
    # By logarithms: the number of ways to choose does not fit a float where a case is repeated a thousand times.
    ways = lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)
    p = rate.seen / rate.of
    return exp(ways + count * log(p) + (of - count) * log(1 - p))


def _accounts(attempts: Sequence[Attempt], of: int | None = None) -> str:
    """What came, once for each kind of outcome, with how often where a case was repeated."""
    kinds: dict[Outcome, list[Attempt]] = {}
    for attempt in attempts:
        kinds.setdefault(outcome_of(attempt), []).append(attempt)
    total = len(attempts) if of is None else of
    return "; ".join(account_of(some[0]) + _times(len(some), total) for some in kinds.values()) or "nothing"


def _times(count: int, of: int) -> str:
    return f" ({count} of {of} times)" if of > 1 else ""
