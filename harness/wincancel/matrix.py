"""Runs side by side: clauses and their cases against the targets they ran on.

This is what the terminal table and the HTML report both show; it holds no layout.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .clauses import Clause, Register, clause_of
from .verdicts import VERDICT_ORDER, Status, Tier, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .records import Result, Run
    from .store import StoredRun

UNRECORDED = "-"
"""The relation of a case to an expectation that nobody has recorded."""


@dataclass(frozen=True)
class Column:
    """One run, under a label of its own."""

    label: str
    target: str
    name: str
    run: Run
    part: bool
    """Whether the run was told to leave out cases."""

    @cached_property
    def fingerprint(self) -> str:
        """What it ran on, in the target's words."""
        header = self.run.header
        if header is None:
            return "unknown: the stream has no header"
        on = f" on {header.target.host}" if header.target.host else ""
        subject = f", subject {header.subject.title}" if header.subject.library else ""
        part = ", a part of the cases" if self.part else ""
        return f"{header.target.kind} {header.target.version} {header.abi}{on}{subject}{part}"


@dataclass(frozen=True)
class Cell:
    """One case in one run; empty where the run did not plan it."""

    planned: bool
    results: tuple[Result, ...]

    @cached_property
    def verdicts(self) -> Counter[Verdict]:
        """Verdicts of the first attempts; what was planned and never began is NORESULT."""
        counts = Counter(result.first.verdict for result in self.results)
        if self.planned and not self.results:
            counts[Verdict.NORESULT] += 1
        return counts

    @cached_property
    def statuses(self) -> Counter[Status]:
        """What became of the process, where that is not simply OK."""
        return Counter(
            result.first.status
            for result in self.results
            if result.first.status is not None and result.first.status is not Status.OK
        )

    @cached_property
    def tiers(self) -> dict[Tier, Verdict]:
        """For each tier the verdict that asks most for attention among the repeats."""
        return {
            tier: min(found, key=VERDICT_ORDER.index)
            for tier in Tier
            if (found := [r.first.tiers[tier] for r in self.results if tier in r.first.tiers])
        }

    @property
    def outcomes(self) -> tuple[object, ...]:
        """All that a table says of the case: two runs whose cells have the same are alike in it."""
        attempts = [attempt for result in self.results for attempt in result.attempts]
        return (
            self.planned,
            *((one.number, one.verdict, one.status, frozenset(one.tiers.items())) for one in attempts),
        )

    @property
    def worst(self) -> Verdict | None:
        """The verdict that asks most for attention; None where the case was not planned."""
        return min(self.verdicts, key=VERDICT_ORDER.index, default=None)


@dataclass(frozen=True)
class CaseRow:
    """One case across the runs."""

    case: str
    cells: tuple[Cell, ...]
    relations: tuple[str, ...]

    @property
    def name(self) -> str:
        """The id without its clause."""
        return self.case.split("/", 1)[1]


@dataclass(frozen=True)
class ClauseRows:
    """One clause with its cases; `clause` is None where no register knows it."""

    id: str
    clause: Clause | None
    rows: tuple[CaseRow, ...]

    def verdicts(self, column: int) -> Counter[Verdict]:
        """The verdicts of a run in this clause."""
        return sum((row.cells[column].verdicts for row in self.rows), Counter())

    def statuses(self, column: int) -> Counter[Status]:
        """What became of processes in this clause, where not simply OK."""
        return sum((row.cells[column].statuses for row in self.rows), Counter())


@dataclass(frozen=True)
class Matrix:
    """Everything the runs say, by clause."""

    columns: tuple[Column, ...]
    clauses: tuple[ClauseRows, ...]

    @cached_property
    def rows(self) -> tuple[CaseRow, ...]:
        """Every case of every clause."""
        return tuple(row for group in self.clauses for row in group.rows)

    def alike(self) -> list[tuple[int, ...]]:
        """The numbers of the columns, those together in which every case came to the same."""
        found: dict[tuple[object, ...], list[int]] = {}
        for column in range(len(self.columns)):
            found.setdefault(tuple(row.cells[column].outcomes for row in self.rows), []).append(column)
        return [tuple(columns) for columns in found.values()]

    def verdicts(self, column: int) -> Counter[Verdict]:
        """All verdicts of a run."""
        return sum((row.cells[column].verdicts for row in self.rows), Counter())

    def statuses(self, column: int) -> Counter[Status]:
        """What became of all processes of a run, where not simply OK."""
        return sum((row.cells[column].statuses for row in self.rows), Counter())

    def tier_verdicts(self, column: int) -> dict[Tier, Counter[Verdict]]:
        """For each tier by itself, the number of repeats of cases with each verdict in that tier."""
        counts: dict[Tier, Counter[Verdict]] = {tier: Counter() for tier in Tier}
        for row in self.rows:
            for result in row.cells[column].results:
                for tier, verdict in result.first.tiers.items():
                    counts[tier][verdict] += 1
        return counts

    def documented_failures(self, column: int) -> list[str]:
        """The cases that miss what a page says: the only documented failures there are."""
        return [row.case for row in self.rows if row.cells[column].tiers.get(Tier.DOCUMENTED) is Verdict.FAIL]


def build_matrix(
    runs: Sequence[tuple[StoredRun | str, Run]],
    register: Register,
    relations: Mapping[tuple[str, str], str] | None = None,
) -> Matrix:
    """Puts runs side by side. Each comes with where it is stored, or with the name of its target.

    `relations` gives, for a run's name and a case, the case's relation to what is expected of it.
    """
    columns = _columns(runs)
    known = relations or {}
    by_clause: dict[str, list[CaseRow]] = {}
    for case in _cases(columns):
        cells = tuple(_cell(column.run, case) for column in columns)
        labels = tuple(known.get((column.name, case), UNRECORDED) for column in columns)
        by_clause.setdefault(clause_of(case), []).append(CaseRow(case, cells, labels))
    order = [clause for clause in register.clauses if clause in by_clause]
    order += [clause for clause in by_clause if clause not in register.clauses]
    groups = [ClauseRows(id_, register.clauses.get(id_), tuple(by_clause[id_])) for id_ in order]
    return Matrix(columns, tuple(groups))


def _columns(runs: Sequence[tuple[StoredRun | str, Run]]) -> tuple[Column, ...]:
    columns: list[Column] = []
    seen: Counter[str] = Counter()
    for stored, run in runs:
        target = stored if isinstance(stored, str) else stored.target
        name = stored if isinstance(stored, str) else stored.name
        seen[target] += 1
        label = target if seen[target] == 1 else f"{target} #{seen[target]}"
        columns.append(Column(label, target, name, run, not isinstance(stored, str) and stored.part))
    return tuple(columns)


def _cases(columns: Sequence[Column]) -> list[str]:
    """Every case that any run planned, sorted: the order of execution is shuffled and means nothing."""
    return sorted({case for column in columns if column.run.header for case in column.run.header.plan.cases})


def _cell(run: Run, case: str) -> Cell:
    return Cell(case in run.planned_cases, run.results.get(case, ()))
