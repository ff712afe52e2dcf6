"""Expectations before they are written: who says the same is put together, so that a file stays small."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import expectations_file
from .clauses import clause_of
from .expectations import EntryClass
from .folding import folded
from .stances import Stance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .conditions import Condition, Measured
    from .expectations import Entry

Pair = tuple[str, "Measured"]
"""A case on a target."""


@dataclass(frozen=True)
class Position:
    """What is to be expected of a case on a target, and why; `origin` is the entry that says so already, or 0."""

    stance: Stance
    reason: str
    bug: str
    found: str
    origin: int


@dataclass(frozen=True)
class Draft:
    """An entry to be written."""

    position: Position
    cases: tuple[str, ...]
    conditions: tuple[Condition, ...]
    pairs: frozenset[Pair]


def position_of(entry: Entry) -> Position:
    """What an entry says of each of its cases."""
    stance = Stance(entry.entry_class, entry.outcomes, entry.rate)
    return Position(stance, entry.reason, entry.bug, entry.found, entry.number)


def drafts(positions: Mapping[Pair, Position], targets: frozenset[Measured], cases: frozenset[str]) -> list[Draft]:
    """Entries that say the same: for several targets by a common condition, for several cases of a clause by a list.

    What cannot be had here is lacking in cases of any clause: ceilings with the same reason are one entry.
    """
    where: dict[tuple[str, Position], set[Measured]] = defaultdict(set)
    for (case, measured), position in positions.items():
        where[case, position].add(measured)
    groups: dict[tuple[Position, str, tuple[Condition, ...]], set[str]] = defaultdict(set)
    measured_of: dict[tuple[Condition, ...], set[Measured]] = {}
    for (case, position), chosen_targets in where.items():
        together = position.origin or position.stance.entry_class is EntryClass.CEILING
        conditions = folded(chosen_targets, targets)
        measured_of[conditions] = chosen_targets
        groups[position, "" if together else clause_of(case), conditions].add(case)
    found = [
        Draft(
            position,
            _short(chosen, cases),
            conditions,
            frozenset((case, measured) for case in chosen for measured in measured_of[conditions]),
        )
        for (position, _, conditions), chosen in groups.items()
    ]
    return sorted(found, key=lambda draft: (draft.cases, [str(one) for one in draft.conditions]))


def _short(chosen: set[str], cases: frozenset[str]) -> tuple[str, ...]:
    """The cases by their ids, or by a pattern where it is about all the known cases that begin alike."""
    found: list[str] = []
    left = sorted(chosen)
    while left:
        words = left[0].split("/")
        for length in range(1, len(words)):
            prefix = "/".join(words[:length]) + "/"
            alike = {case for case in cases if case.startswith(prefix)}
            if len(alike) > 1 and alike <= chosen:
                found.append(prefix + "*")
                left = [case for case in left if case not in alike]
                break
        else:
            found.append(left.pop(0))
    return tuple(found)


def block_of(draft: Draft, before: str | None) -> str:
    """The entry as it is written, into the block that was there `before`, if there was one."""
    position = draft.position
    values: dict[str, object] = {"cases": list(draft.cases)}
    tables = [condition.as_table() for condition in draft.conditions]
    if tables:
        values["when"] = tables[0] if len(tables) == 1 else tables
    values["class"] = str(position.stance.entry_class)
    values["outcomes"] = [outcome.as_table() for outcome in position.stance.outcomes]
    if position.stance.rate is not None:
        values["rate"] = str(position.stance.rate)
    values |= {
        name: text
        for name, text in (("reason", position.reason), ("bug", position.bug), ("found", position.found))
        if text
    }
    return expectations_file.block_of("expect", values, before)
