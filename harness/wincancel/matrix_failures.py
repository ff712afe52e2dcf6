"""What went wrong, below the matrix on a terminal: what is the same in several runs or cases is explained once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from .explain import failure_lines, is_documented_failure, repeat_command, verdict_text
from .gate import Relation
from .matrix_words import STYLES
from .printable import printable
from .verdicts import VERDICT_ORDER, WORTH_A_SECOND_ATTEMPT, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from .matrix import CaseRow, Column, Matrix
    from .records import Result


@dataclass(frozen=True)
class _Way:
    """One way in which a case went wrong, and the runs in which it did."""

    clause: str
    case: str
    repeat: str
    words: tuple[str, ...]
    """The verdict, and what is wrong."""
    where: list[tuple[Column, Result]]
    expected: bool

    @property
    def weight(self) -> tuple[bool, bool, int]:
        """Sorts what nobody expects before what is recorded, and the more serious before the rest."""
        first = self.where[0][1].first
        return self.expected, not is_documented_failure(first), VERDICT_ORDER.index(first.verdict)

    @property
    def runs(self) -> str:
        """The names of the runs."""
        return ", ".join(printable(column.label) for column, _ in self.where)

    @property
    def title(self) -> Text:
        """The line above what is wrong."""
        first = self.where[0][1].first
        title = Text(f"\n{self.case} on {self.runs}{self.repeat}: ")
        title.append(self.words[0], style=STYLES[first.verdict])
        if is_documented_failure(first):
            title.append(" (unconfirmed)", style="dim")
        return title


def print_failures(matrix: Matrix, console: Console, limit: int | None) -> None:
    """Explains every failure; with a limit the worst first, one of those that are alike in a clause, and no more."""
    ways = [way for group in matrix.clauses for row in group.rows for way in _ways(matrix, group.id, row)]
    shown = ways
    if limit is not None:
        unlike: dict[tuple[str, ...], _Way] = {}
        for way in sorted(ways, key=lambda way: way.weight):
            unlike.setdefault((way.clause, way.runs, *way.words), way)
        shown = list(unlike.values())[:limit]
    for way in shown:
        console.print(way.title, soft_wrap=True)
        for line in way.words[1:]:
            console.print(Text(f"    {line}"), soft_wrap=True)
        console.print(Text(f"    {repeat_command(way.where[0][0], way.case)}", style="dim"), soft_wrap=True)
    if hidden := len(ways) - len(shown):
        more = f"\n{hidden} more, alike or less serious, are explained in the report, and here with -v"
        console.print(Text(more, "bold"), soft_wrap=True)


def _ways(matrix: Matrix, clause: str, row: CaseRow) -> Iterator[_Way]:
    found: dict[tuple[str, ...], list[tuple[Column, Result]]] = {}
    unexpected: set[tuple[str, ...]] = set()
    for column, cell, relation in zip(matrix.columns, row.cells, row.relations, strict=True):
        for result in cell.results:
            if result.first.verdict in WORTH_A_SECOND_ATTEMPT or result.first.status is not Status.OK:
                repeat = f", repeat {result.repeat}" if len(cell.results) > 1 else ""
                way = (repeat, verdict_text(result), *failure_lines(result.first))
                found.setdefault(way, []).append((column, result))
                if relation != Relation.EXPECTED:
                    unexpected.add(way)
    for way, where in found.items():
        yield _Way(clause, row.case, way[0], way[1:], where, expected=way not in unexpected)
