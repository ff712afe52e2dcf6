"""What went wrong, below the matrix on a terminal: what is the same in several runs is explained once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from .explain import failure_lines, is_documented_failure, repeat_command, verdict_text
from .matrix_words import STYLES
from .printable import printable
from .verdicts import Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from .matrix import CaseRow, Column, Matrix
    from .records import Result

_WORTH_EXPLAINING = (Verdict.FAIL, Verdict.NORESULT, Verdict.UNRESOLVED)


def print_failures(matrix: Matrix, console: Console, limit: int | None) -> None:
    """Explains the failures, no more than `limit` of them, and says how many it leaves out."""
    ways = [way for row in matrix.rows for way in _ways(matrix, row)]
    shown = ways if limit is None else ways[:limit]
    for title, lines, command in shown:
        console.print(title, soft_wrap=True)
        for line in lines:
            console.print(Text(f"    {line}"), soft_wrap=True)
        console.print(Text(f"    {command}", style="dim"), soft_wrap=True)
    if len(ways) > len(shown):
        console.print(Text(f"\n{len(ways) - len(shown)} more are explained in the report, and here with -v", "bold"))


def _ways(matrix: Matrix, row: CaseRow) -> Iterator[tuple[Text, list[str], str]]:
    """The ways in which a case went wrong: a title, what is wrong, and the command that repeats it in the first run."""
    found: dict[tuple[str, ...], list[tuple[Column, Result]]] = {}
    for column, cell in zip(matrix.columns, row.cells, strict=True):
        for result in cell.results:
            if result.first.verdict in _WORTH_EXPLAINING or result.first.status is not Status.OK:
                repeat = f", repeat {result.repeat}" if len(cell.results) > 1 else ""
                way = (repeat, verdict_text(result), *failure_lines(result.first))
                found.setdefault(way, []).append((column, result))
    for (repeat, verdict, *lines), where in found.items():
        first_column, first_result = where[0]
        names = ", ".join(printable(column.label) for column, _ in where)
        title = Text(f"\n{row.case} on {names}{repeat}: ")
        title.append(verdict, style=STYLES[first_result.first.verdict])
        if is_documented_failure(first_result.first):
            title.append(" (unconfirmed)", style="dim")
        yield title, lines, repeat_command(first_column, row.case)
