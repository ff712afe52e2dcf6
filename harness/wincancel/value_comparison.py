"""What a run says of a case in terms that can be compared, and when two such statements agree.

Handles, ids and raw times are not compared at all; a judged time counts by where it lies (below, within or above what
is allowed). Of a race only forbidden outcomes are compared, and only where they came often: which of the acceptable
ones comes is a matter of the moment, and a rare one comes or does not. What differs between the repeats of one run is a
set, and two sets agree as long as they have something in common.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .printable import allowed_text, printable, value_text
from .records import Range
from .verdicts import NOT_TRIED, Grade, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .records import Allowed, Attempt, Histogram, Result, Scalar, Value

OFTEN = 0.2
"""The share of the trials of a race from which on a forbidden outcome is one that would be missed elsewhere."""
ENOUGH_TRIALS = 50
"""Fewer trials of a race say nothing about an outcome that did not come, nor how often one does that did."""

ABSENT = "absent"
"""The text of a value that a case could have recorded and did not."""

_TEXT_LIMIT = 120


@dataclass(frozen=True)
class Seen:
    """What was seen under one key, over all repeats: for each thing that is compared the text that shows it."""

    texts: Mapping[str, str]

    @property
    def varies(self) -> bool:
        """Whether the repeats did not all see the same."""
        return len(self.texts) > 1

    @property
    def text(self) -> str:
        """All that was seen, for a reader."""
        return " | ".join(self.texts.values())


@dataclass(frozen=True)
class Promised:
    """What somebody says must be seen under one key: a page, or a report about Windows."""

    allowed: Allowed
    type: str

    @property
    def text(self) -> str:
        """The allowed set in words."""
        return allowed_text(self.allowed, " µs" if self.type == "elapsed_us" else "")


@dataclass(frozen=True)
class Raced:
    """What came of a race, over all repeats: how often each outcome, of how many trials, and which are forbidden."""

    counts: Mapping[tuple[str, ...], int]
    trials: int
    forbidden: frozenset[tuple[str, ...]]

    @property
    def text(self) -> str:
        """The outcomes that came, the most frequent first, with their shares."""
        ordered = sorted(self.counts.items(), key=lambda item: -item[1])
        return ", ".join(
            f"{printable('/'.join(outcome), 80)} {100 * count / self.trials:.0f} %"
            for outcome, count in ordered
            if count
        )


Statement = Seen | Promised | Raced


@dataclass(frozen=True)
class Said:
    """All that one side says of a case. `verdicts` is empty where it speaks of values alone."""

    verdicts: frozenset[str] = frozenset()
    values: Mapping[str, Statement] = field(default_factory=dict)
    tried: bool = True
    """Whether the case was executed; of one that was not there are no values to miss."""


def said_by(results: Sequence[Result]) -> Said:
    """What the first attempts of a case say, all repeats together; there is at least one."""
    attempts = [result.first for result in results]
    verdicts = frozenset(_verdict_text(attempt) for attempt in attempts)
    values: dict[str, Statement] = {}
    for key in dict.fromkeys(value.key for attempt in attempts for value in attempt.values if _is_compared(value)):
        values[key] = _seen(attempts, key)
    for key in dict.fromkeys(histogram.key for attempt in attempts for histogram in attempt.histograms):
        race = _raced(histogram for attempt in attempts for histogram in attempt.histograms if histogram.key == key)
        if race.trials:
            values[key] = race
    return Said(verdicts, values, any(attempt.verdict not in NOT_TRIED for attempt in attempts))


def agree(one: Statement | None, other: Statement | None) -> bool:
    """Whether two statements about the same key can both be true; None: this side has no value of that key."""
    if isinstance(one, Promised) or isinstance(other, Promised):
        return _keeps(one, other) and _keeps(other, one)
    if isinstance(one, Raced) and isinstance(other, Raced):
        return _misses_nothing(one, other) and _misses_nothing(other, one)
    if isinstance(one, Seen) or isinstance(other, Seen):
        mine = one.texts if isinstance(one, Seen) else {ABSENT: ""}
        theirs = other.texts if isinstance(other, Seen) else {ABSENT: ""}
        return not mine.keys().isdisjoint(theirs)
    return True


def _is_compared(value: Value) -> bool:
    return value.comparable or (value.type == "elapsed_us" and value.allowed is not None)


def _verdict_text(attempt: Attempt) -> str:
    return str(attempt.verdict) + (
        f" ({attempt.status or Verdict.NORESULT})" if attempt.status is not Status.OK else ""
    )


def _seen(attempts: Sequence[Attempt], key: str) -> Seen:
    texts: dict[str, str] = {}
    for attempt in attempts:
        value = next((value for value in attempt.values if value.key == key), None)
        if value is None:
            texts.setdefault(ABSENT, ABSENT)
        else:
            texts.setdefault(_token(value), _text(value))
    return Seen(texts)


def _token(value: Value) -> str:
    """What is compared of a value; never the text "absent", as every token has its type in front."""
    if value.type == "elapsed_us":
        return f"elapsed_us {place_of(value)}"
    return f"{value.type} {value.raw or json.dumps(value.value)}"


def _text(value: Value) -> str:
    if value.type == "elapsed_us":
        return f"{place_of(value)} ({allowed_text(value.allowed, ' µs')})"
    return value_text(value, _TEXT_LIMIT)


def place_of(value: Value) -> str:
    """Where a judged time lies: too early, in time or too late."""
    if not isinstance(value.allowed, Range) or not isinstance(value.value, int):
        return "judged"
    if value.value < value.allowed.min:
        return "too early"
    return "too late" if value.allowed.max is not None and value.value > value.allowed.max else "in time"


def _raced(histograms: Iterable[Histogram]) -> Raced:
    counts: Counter[tuple[str, ...]] = Counter()
    forbidden: set[tuple[str, ...]] = set()
    trials = 0
    for histogram in histograms:
        trials += histogram.trials
        for row in histogram.outcomes:
            counts[row.outcome] += row.count
            if row.grade is Grade.FORBIDDEN:
                forbidden.add(row.outcome)
    return Raced(counts, trials, frozenset(forbidden))


def _misses_nothing(one: Raced, other: Raced) -> bool:
    """Whether every forbidden outcome that often came in the one came in the other, with the trials to show it."""
    return other.trials < ENOUGH_TRIALS or all(
        other.counts.get(outcome, 0) for outcome in one.forbidden if _came_often(outcome, one)
    )


def _came_often(outcome: tuple[str, ...], race: Raced) -> bool:
    """Some outcomes end a race: of few trials one that came once is a large share, and yet may be rare."""
    count = race.counts[outcome]
    return count == race.trials or (race.trials >= ENOUGH_TRIALS and count >= OFTEN * race.trials)


def _keeps(promise: Statement | None, other: Statement | None) -> bool:
    """Whether `other` has seen what `promise`, if it is one, allows, at least once; an absent value breaks none."""
    if not isinstance(promise, Promised) or not isinstance(other, Seen):
        return True
    return any(token == ABSENT or _is_allowed(token, promise) for token in other.texts)


def _is_allowed(token: str, promise: Promised) -> bool:
    kind, _, rest = token.partition(" ")
    if kind == "elapsed_us":
        return rest == "in time"
    return kind == promise.type and isinstance(promise.allowed, tuple) and rest in _tokens(promise.allowed)


def _tokens(allowed: tuple[Scalar, ...]) -> set[str]:
    return {json.dumps(value) for value in allowed}
