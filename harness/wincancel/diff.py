"""What differs between runs, case by case and value by value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from .records import Run
from .value_comparison import ABSENT, Said, Seen, agree, said_by


class Kind(StrEnum):
    """In what way a case differs; the first that applies."""

    ONLY_HERE = "only here"
    VERDICT = "different verdict"
    VALUE = "different value"


@dataclass(frozen=True)
class Side:
    """One of those that are compared: a run, or what somebody promises (`recorded` is False then)."""

    label: str
    recorded: bool
    cases: Collection[str]
    said: Callable[[str], Said | None]
    """What it says of a case; None: nothing."""


@dataclass(frozen=True)
class KeyDifference:
    """One key under which the sides do not agree, and what each says ("" for one that says nothing)."""

    key: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class CaseDifference:
    """One case that differs: the verdicts of each side, and the keys that differ."""

    case: str
    kind: Kind
    verdicts: tuple[str, ...]
    keys: tuple[KeyDifference, ...]


@dataclass(frozen=True)
class Diff:
    """What became of a comparison. `same` counts the cases of which two sides or more say something, and all agree.

    `varying` are the cases of which the repeats of one and the same run did not agree among themselves.
    """

    sides: tuple[Side, ...]
    same: int
    differences: tuple[CaseDifference, ...]
    varying: tuple[str, ...]


def side_of(label: str, run: Run) -> Side:
    """A run as one side of a comparison."""

    def said(case: str) -> Said | None:
        results = run.results.get(case)
        return said_by(results) if results else None

    return Side(label, recorded=True, cases=run.planned_cases, said=said)


def compare(sides: Sequence[Side]) -> Diff:
    """Compares all sides with one another. A case that no recorded run has is not looked at."""
    differences: list[CaseDifference] = []
    varying: list[str] = []
    same = 0
    for case in sorted({case for side in sides if side.recorded for case in side.cases}):
        said = [side.said(case) for side in sides]
        if any(_varies(one) for one in said if one is not None):
            varying.append(case)
        found = _difference(case, sides, said)
        if found is not None:
            differences.append(found)
        elif sum(one is not None for one in said) > 1:
            same += 1
    return Diff(tuple(sides), same, tuple(differences), tuple(varying))


def _varies(said: Said) -> bool:
    return len(said.verdicts) > 1 or any(isinstance(one, Seen) and one.varies for one in said.values.values())


def _difference(case: str, sides: Sequence[Side], said: Sequence[Said | None]) -> CaseDifference | None:
    keys = _keys(said)
    kind: Kind | None = None
    if any(one is None for side, one in zip(sides, said, strict=True) if side.recorded):
        kind = Kind.ONLY_HERE
    elif any(
        one.verdicts.isdisjoint(other.verdicts)
        for one, other in combinations([one for one in said if one is not None and one.verdicts], 2)
    ):
        kind = Kind.VERDICT
    elif keys:
        kind = Kind.VALUE
    if kind is None:
        return None
    verdicts = tuple("" if one is None else ", ".join(sorted(one.verdicts)) for one in said)
    return CaseDifference(case, kind, verdicts, keys if kind is not Kind.ONLY_HERE else ())


def _keys(said: Sequence[Said | None]) -> tuple[KeyDifference, ...]:
    """The keys under which those that tried the case do not agree."""
    tried = [one if one is not None and one.tried else None for one in said]
    found = []
    for key in dict.fromkeys(key for one in tried if one is not None for key in one.values):
        # A side that only promises misses nothing; one that ran the case does.
        heard = [one.values.get(key) for one in tried if one is not None and (key in one.values or one.verdicts)]
        if not all(agree(one, other) for one, other in combinations(heard, 2)):
            found.append(KeyDifference(key, tuple(_text(one, key) for one in tried)))
    return tuple(found)


def _text(said: Said | None, key: str) -> str:
    if said is None or (key not in said.values and not said.verdicts):
        return ""
    statement = said.values.get(key)
    return ABSENT if statement is None else statement.text
