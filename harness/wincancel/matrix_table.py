"""The matrix on a terminal: by clause, what failed and why, and the tiers each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from .explain import UNCONFIRMED, failure_lines, is_documented_failure, repeat_command, verdict_text
from .printable import printable, seconds_text
from .verdicts import VERDICT_ORDER, Status, Tier, Verdict

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable

    from rich.console import Console

    from .matrix import CaseRow, Cell, ClauseRows, Column, Matrix

_STYLES = {
    Verdict.FAIL: "bold red",
    Verdict.NORESULT: "bold magenta",
    Verdict.UNRESOLVED: "yellow",
    Verdict.PASS: "green",
    Verdict.DONE: "cyan",
    Verdict.UNSUPPORTED: "dim",
    Verdict.UNTESTED: "dim",
}
_WORTH_EXPLAINING = (Verdict.FAIL, Verdict.NORESULT, Verdict.UNRESOLVED)
_FAILURES_SHOWN = 25


def print_matrix(matrix: Matrix, console: Console, verbose: bool = False) -> None:
    """Prints the whole of it; `verbose` has a row for each case and explains every failure."""
    console.print(_table(matrix, verbose))
    _print_failures(matrix, console, None if verbose else _FAILURES_SHOWN)
    console.print(Text("\nBy tier, never added together", style="bold"))
    console.print(_tier_table(matrix))
    for index, column in enumerate(matrix.columns):
        for line in _run_lines(matrix, index, column):
            console.print(Text(line), soft_wrap=True)


def _table(matrix: Matrix, verbose: bool) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("case" if verbose else "clause", overflow="fold")
    for column in matrix.columns:
        table.add_column(Text(printable(column.label)))
    table.add_column("process")
    table.add_column("relation")
    for group in matrix.clauses:
        if verbose:
            table.add_row(Text(group.id, style="bold"))
            for row in group.rows:
                table.add_row(*_case_cells(matrix, row))
        else:
            table.add_row(*_clause_cells(matrix, group))
    return table


def _clause_cells(matrix: Matrix, group: ClauseRows) -> list[Text]:
    columns = range(len(matrix.columns))
    relations = _counted(relation for row in group.rows for relation in row.relations)
    return [
        Text(group.id),
        *(verdict_counts(group.verdicts(column)) for column in columns),
        _process(matrix, [group.statuses(column) for column in columns]),
        Text(relations, style="dim"),
    ]


def _case_cells(matrix: Matrix, row: CaseRow) -> list[Text]:
    return [
        Text(f"  {row.name}"),
        *(_case_verdict(cell) for cell in row.cells),
        _process(matrix, [cell.statuses for cell in row.cells]),
        Text(_counted(row.relations), style="dim"),
    ]


def _case_verdict(cell: Cell) -> Text:
    if len(cell.results) > 1 or not cell.results:
        return verdict_counts(cell.verdicts)
    attempt = cell.results[0].first
    failed = [str(tier) for tier, verdict in attempt.tiers.items() if verdict is Verdict.FAIL]
    text = Text(str(attempt.verdict), style=_STYLES[attempt.verdict])
    if failed:
        text.append(f" {','.join(failed)}", style="red")
    if (again := cell.results[0].again) is not None:
        text.append(f", again {again.verdict}", style="dim")
    return text


def verdict_counts(counts: Counter[Verdict]) -> Text:
    """Counts of verdicts in one line, the most urgent first."""
    text = Text()
    for verdict in VERDICT_ORDER:
        if counts[verdict]:
            text.append(" " if text else "")
            text.append(f"{counts[verdict]} {verdict}", style=_STYLES[verdict])
    return text or Text("not planned", style="dim")


def _process(matrix: Matrix, statuses: list[Counter[Status]]) -> Text:
    said = [
        f"{printable(column.label)}: {count} {status}"
        for column, counts in zip(matrix.columns, statuses, strict=True)
        for status, count in sorted(counts.items())
    ]
    return Text("; ".join(said), style="magenta") if said else Text("OK", style="dim")


def _counted(words: Iterable[str]) -> str:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    if len(counts) == 1:
        return next(iter(counts))
    return ", ".join(f"{count} {word}" for word, count in counts.items())


def _print_failures(matrix: Matrix, console: Console, limit: int | None) -> None:
    shown = hidden = 0
    for row in matrix.rows:
        for column, cell in zip(matrix.columns, row.cells, strict=True):
            for result in cell.results:
                if result.first.verdict not in _WORTH_EXPLAINING and result.first.status is Status.OK:
                    continue
                if limit is not None and shown >= limit:
                    hidden += 1
                    continue
                shown += 1
                repeat = f", repeat {result.repeat}" if len(cell.results) > 1 else ""
                title = Text(f"\n{row.case} on {printable(column.label)}{repeat}: ")
                title.append(verdict_text(result), style=_STYLES[result.first.verdict])
                if is_documented_failure(result.first):
                    title.append(" (unconfirmed)", style="dim")
                console.print(title, soft_wrap=True)
                for line in failure_lines(result.first):
                    console.print(Text(f"    {line}"), soft_wrap=True)
                console.print(Text(f"    {repeat_command(column, row.case)}", style="dim"), soft_wrap=True)
    if hidden:
        console.print(Text(f"\n{hidden} more are explained in the report, and here with -v", style="bold"))


def _tier_table(matrix: Matrix) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("tier")
    for column in matrix.columns:
        table.add_column(Text(printable(column.label)))
    counts = [matrix.tier_verdicts(index) for index in range(len(matrix.columns))]
    for tier in Tier:
        if any(of_column[tier] for of_column in counts):
            table.add_row(Text(tier), *(verdict_counts(of_column[tier]) for of_column in counts))
    return table


def _run_lines(matrix: Matrix, index: int, column: Column) -> list[str]:
    lines = [""]
    failures = len(matrix.documented_failures(index))
    label = printable(column.label)
    cases = "case misses" if failures == 1 else "cases miss"
    lines.append(
        f"{label}: {failures} {cases} a documented value ({UNCONFIRMED})"
        if failures
        else f"{label}: no documented failure"
    )
    footer = column.run.footer
    if footer is not None:
        bound = footer.lower_bound_us
        ratio = f", {footer.wall_us / bound:.2f} times that" if bound else ""
        lines.append(
            f"{label}: {printable(column.fingerprint)}; {footer.finished} of {footer.planned} finished; "
            f"lower bound {seconds_text(bound)}, wall {seconds_text(footer.wall_us)}{ratio}"
        )
    lines += [f"{label}: NOT A VALID RUN: {printable(str(problem), 300)}" for problem in column.run.problems[:5]]
    return lines
