"""Findings: judged values that were missed, folded so that one fault is one finding.

Cases of one clause that miss the same values in the same way, in one tier, in the same runs, are one finding. Tiers are
never merged: what a page says, what follows from it, and what was seen on Windows weigh differently.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .clauses import clause_of
from .printable import allowed_of, printable, scalar_text, seconds_text, value_text
from .records import Range
from .verdicts import Tier, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .matrix import CaseRow, Cell, Column, Matrix
    from .records import Attempt, Scalar, Value

    Names = Mapping[tuple[str, Scalar], str]


@dataclass(frozen=True, order=True)
class Missed:
    """One judged value or race that was not as allowed."""

    key: str
    got: str
    allowed: str


@dataclass(frozen=True)
class Finding:
    """One fault: the cases that show it and the runs that have it. `missed` has an entry for each column."""

    id: str
    clause: str
    tier: Tier
    matrix: Matrix
    rows: tuple[CaseRow, ...]
    missed: tuple[tuple[Missed, ...], ...]

    @property
    def failing(self) -> list[Column]:
        """The runs that have it."""
        return [column for column, missed in zip(self.matrix.columns, self.missed, strict=True) if missed]

    def label(self, column: Column) -> str:
        """What to call a run on the page: its target, and its own name where two runs of it have these cases."""
        alike = [
            other
            for index, other in enumerate(self.matrix.columns)
            if other.target == column.target and any(row.cells[index].planned for row in self.rows)
        ]
        return column.target if len(alike) == 1 else column.name

    @property
    def all_missed(self) -> list[Missed]:
        """What was missed in any run, in the order of the runs."""
        return list(dict.fromkeys(one for missed in self.missed for one in missed))

    @property
    def title(self) -> str:
        """What went wrong, where, in one line of plain text."""
        first = self.all_missed[0]
        more = len({one.key for one in self.all_missed}) - 1
        rest = f", and {more} more" if more else ""
        where = ", ".join(dict.fromkeys(printable(column.target, 60) for column in self.failing))
        return f"{where}: {first.key} is {first.got}, not {first.allowed}{rest} ({self.clause}, {self.tier})"


def find(matrix: Matrix) -> list[Finding]:
    """The findings of the valid runs in `matrix`, by clause, the weightiest tier first."""
    names = _names_in(matrix)
    groups: dict[tuple[str, Tier, tuple[tuple[Missed, ...], ...]], list[CaseRow]] = {}
    for row in matrix.rows:
        for tier in Tier:
            missed = tuple(
                _missed(cell, tier, names) if column.run.valid else ()
                for column, cell in zip(matrix.columns, row.cells, strict=True)
            )
            if any(missed):
                groups.setdefault((clause_of(row.case), tier, missed), []).append(row)
    weight = list(Tier)
    found = sorted(groups.items(), key=lambda group: (group[0][0], weight.index(group[0][1]), group[1][0].case))
    return [
        Finding(id_, clause, tier, matrix, tuple(rows), missed)
        for id_, ((clause, tier, missed), rows) in zip(_ids(key[0][:2] for key in found), found, strict=True)
    ]


def of_case(findings: Iterable[Finding], case: str) -> list[Finding]:
    """The findings that a case shows."""
    return [finding for finding in findings if any(row.case == case for row in finding.rows)]


def failed_repeats(cell: Cell, tier: Tier) -> int:
    """How many repeats missed a value of that tier."""
    return sum(result.first.tiers.get(tier) is Verdict.FAIL for result in cell.results)


def _missed(cell: Cell, tier: Tier, names: Names) -> tuple[Missed, ...]:
    """What the repeats of a case missed; second attempts never take anything away or add it."""
    found = {one: None for result in cell.results for one in missed_in(result.first, tier, names)}
    return tuple(sorted(found))


def missed_in(attempt: Attempt, tier: Tier, names: Names | None = None) -> list[Missed]:
    """What one attempt missed in that tier; `names` gives numbers that are allowed their names."""
    values = [Missed(v.key, *_got_and_allowed(v, names or {})) for v in attempt.failed_values if v.tier is tier]
    return values + [
        Missed(
            histogram.key,
            ", ".join(
                f"{name}={printable(word, 60)}" for name, word in zip(histogram.fields, row.outcome, strict=True)
            ),
            "never to come out so",
        )
        for histogram, row in attempt.forbidden_outcomes
        if row.tier is tier
    ]


def _got_and_allowed(value: Value, names: Names) -> tuple[str, str]:
    """What was got and allowed as far as it tells faults apart: of a measured time only on which side it missed.

    The upper bound of a time contains what the case itself took, so it differs by microseconds from run to run.
    """
    if value.type == "elapsed_us" and isinstance(value.allowed, Range) and isinstance(value.value, int):
        if value.value < value.allowed.min:
            return "too early", f"after {seconds_text(value.allowed.min)} at least"
        return "too late", f"within {seconds_text(value.allowed.max or 0)}"
    return value_text(value, 200) if value.comparable else "something else", _allowed(value, names)


def _allowed(value: Value, names: Names) -> str:
    if not isinstance(value.allowed, tuple):
        return allowed_of(value)
    words = ((scalar_text(one, 200), names.get((value.type, one))) for one in value.allowed)
    return " or ".join(f"{text} ({printable(name, 60)})" if name else text for text, name in words)


def _names_in(matrix: Matrix) -> Names:
    """What the runs call numbers: only a value that came has a name, so one that is allowed borrows it."""
    names: dict[tuple[str, Scalar], str] = {}
    for row in matrix.rows:
        for cell in row.cells:
            for result in cell.results:
                for value in result.first.values:
                    if value.name and not isinstance(value.value, bool):
                        names.setdefault((value.type, value.value), value.name)
    return names


def _ids(keys: Iterable[tuple[str, Tier]]) -> list[str]:
    """A name for each finding that can be the name of a file: clause, tier, and a number where that is not enough."""
    ids: list[str] = []
    counts: dict[str, int] = {}
    for clause, tier in keys:
        name = f"{re.sub(r'[^A-Za-z0-9_-]', '_', clause)}-{tier}"
        counts[name] = counts.get(name, 0) + 1
        ids.append(name if counts[name] == 1 else f"{name}-{counts[name]}")
    return ids
