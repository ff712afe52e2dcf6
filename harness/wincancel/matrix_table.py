"""The matrix on a terminal: by clause, what failed and why, and the tiers each by itself."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from .explain import UNCONFIRMED
from .matrix import UNRECORDED
from .matrix_failures import print_failures
from .matrix_layout import fits, layout_for, names_of
from .matrix_words import case_verdict, legend, verdict_counts
from .printable import printable, seconds_text
from .verdicts import Tier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from .matrix import CaseRow, Column, Matrix
    from .matrix_layout import Heading, Layout

_FAILURES_SHOWN = 25
_ASIDE_STYLES = {"process": "magenta", "relation": "dim"}


def print_matrix(matrix: Matrix, console: Console, verbose: bool = False) -> None:
    """Prints the whole of it; `verbose` has a row for each case and explains every failure."""

    def table(headings: Sequence[Heading], letters: bool) -> Table:
        return _table(matrix, headings, verbose, console.width if letters else None)

    layout = layout_for(matrix, console, table)
    _print_legend(matrix, layout, console)
    for headings in layout.blocks:
        console.print(table(headings, layout.letters))
    print_failures(matrix, console, None if verbose else _FAILURES_SHOWN)
    console.print(Text("\nBy tier, never added together", style="bold"))
    for headings in layout.blocks:
        wide, narrow = (_tier_table(matrix, headings, layout.letters, separator) for separator in " \n")
        console.print(wide if fits(console, wide) else narrow)
    for index, column in enumerate(matrix.columns):
        for line in _run_lines(matrix, index, column):
            console.print(Text(line), soft_wrap=True)


def _print_legend(matrix: Matrix, layout: Layout, console: Console) -> None:
    """What numbers and letters stand for, where there are any."""
    if layout.numbered:
        for heading in (heading for block in layout.blocks for heading in block):
            console.print(heading.text + "  " + names_of(matrix, heading.runs, ", "), soft_wrap=True)
    if layout.letters:
        console.print(legend(), soft_wrap=True)


def _table(matrix: Matrix, headings: Sequence[Heading], verbose: bool, room: int | None) -> Table:
    """The rows of some runs; with little room, which is given then, in letters, and names broken where they must be.

    There is no column for processes where all are OK, nor for relations where none is known.
    """
    letters = room is not None
    runs = [run for heading in headings for run in heading.runs]
    rows = list(_rows(matrix, verbose))
    process = [_process(matrix, cases, runs) for _, cases in rows]
    relation = [_relation(cases, runs) for _, cases in rows]
    asides = {"process": process} if any(process) else {}
    if set(relation) - {"", UNRECORDED}:
        asides["relation"] = relation
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("case" if verbose else "clause", overflow="fold", max_width=room // 2 if room else None)
    for heading in headings:
        table.add_column(heading.text)
    for name in asides:
        table.add_column(name, max_width=room // 4 if room else None)
    for place, (title, cases) in enumerate(rows):
        verdicts = [_verdicts(cases, heading.run, letters, verbose) for heading in headings]
        table.add_row(title, *verdicts, *(Text(aside[place], _ASIDE_STYLES[name]) for name, aside in asides.items()))
    return table


def _rows(matrix: Matrix, verbose: bool) -> Iterator[tuple[Text, Sequence[CaseRow]]]:
    """What stands in front of each row of the table, and the cases that it is about."""
    for group in matrix.clauses:
        if verbose:
            yield Text(group.id, style="bold"), ()
            yield from ((Text(f"  {row.name}"), (row,)) for row in group.rows)
        else:
            yield Text(group.id), group.rows


def _verdicts(cases: Sequence[CaseRow], run: int, letters: bool, verbose: bool) -> Text:
    if not cases:
        return Text()
    if verbose:
        return case_verdict(cases[0].cells[run], letters)
    return verdict_counts(sum((case.cells[run].verdicts for case in cases), Counter()), letters)


def _process(matrix: Matrix, cases: Sequence[CaseRow], runs: Sequence[int]) -> str:
    """What became of processes where that is not simply OK."""
    return "; ".join(
        f"{printable(matrix.columns[run].label)}: {count} {status}"
        for run in runs
        for status, count in sorted(sum((case.cells[run].statuses for case in cases), Counter()).items())
    )


def _relation(cases: Sequence[CaseRow], runs: Sequence[int]) -> str:
    """The relations to what is expected; with their numbers where there are several."""
    counts = Counter(case.relations[run] for case in cases for run in runs)
    if len(counts) <= 1:
        return next(iter(counts), "")
    return ", ".join(f"{count} {relation}" for relation, count in counts.items())


def _tier_table(matrix: Matrix, headings: Sequence[Heading], letters: bool, separator: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("tier")
    for heading in headings:
        table.add_column(heading.text)
    counts = [matrix.tier_verdicts(heading.run) for heading in headings]
    for tier in Tier:
        if any(of_column[tier] for of_column in counts):
            cells = (verdict_counts(of_column[tier], letters, separator) for of_column in counts)
            table.add_row(Text(tier), *cells)
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
