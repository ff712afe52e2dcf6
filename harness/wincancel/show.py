"""One case in full, on a terminal: what the page says, what each target did, how to repeat it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from .clauses import clause_of
from .explain import UNCONFIRMED, attempt_text, failure_lines, is_documented_failure, repeat_command
from .matrix import UNRECORDED
from .printable import allowed_of, printable, seconds_text, value_text
from .timeline import timeline_of

if TYPE_CHECKING:
    from rich.console import Console

    from .clauses import Register
    from .matrix import CaseRow, Column, Matrix
    from .records import Attempt, Histogram

_MET = {
    True: Text("met", style="green"),
    False: Text("MISSED", style="bold red"),
    None: Text("recorded", style="dim"),
}


def print_case(matrix: Matrix, row: CaseRow, register: Register, console: Console) -> None:
    """Prints everything the runs of `matrix` say about one case."""
    console.print(Text(row.case, style="bold"))
    clause = register.clauses.get(clause_of(row.case))
    if clause is None:
        console.print(Text("Its clause is in no register."))
    else:
        place = register.place_of(clause)
        console.print(Text(f"{clause.statement} [{clause.tier}]"))
        console.print(Text(f"From: {register.page_of(clause)}{f' ({place})' if place else ''}", style="dim"))
        console.print(Text(f"Evidence: {clause.evidence}", style="dim"))
    for column, cell, relation in zip(matrix.columns, row.cells, row.relations, strict=True):
        _print_column(column, console)
        if relation != UNRECORDED:
            console.print(Text(f"  relation to what is expected: {relation}"))
        if not cell.results:
            console.print(Text("  planned, but never begun" if cell.planned else "  not planned in this run"))
        for result in cell.results:
            for attempt in result.attempts:
                _print_attempt(attempt, console)
        if cell.planned:
            console.print(Text(f"  repeat: {repeat_command(column, row.case)}"), soft_wrap=True)


def _print_column(column: Column, console: Console) -> None:
    title = Text(f"\n{printable(column.label)}", style="bold")
    title.append(f"  {printable(column.fingerprint)}, run {printable(column.name)}", style="dim")
    console.print(title, soft_wrap=True)
    if not column.run.valid:
        console.print(Text("  this run is not valid", style="bold yellow"))


def _print_attempt(attempt: Attempt, console: Console) -> None:
    which = f"repeat {attempt.repeat}" + (", again and alone" if attempt.number == 2 else "")
    text = f"  {which}: {attempt_text(attempt)}, {seconds_text(attempt.duration_us)}"
    if is_documented_failure(attempt):
        text += f" ({UNCONFIRMED})"
    console.print(Text(text, style="bold"))
    if attempt.tiers:
        console.print(Text("  by tier: " + ", ".join(f"{tier} {verdict}" for tier, verdict in attempt.tiers.items())))
    for line in failure_lines(attempt):
        console.print(Text(f"    {line}"), soft_wrap=True)
    if attempt.values:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        for heading in ("    value", "got", "allowed", "", "tier"):
            table.add_column(heading, overflow="fold")
        for value in attempt.values:
            table.add_row(
                Text(f"    {value.key}"), Text(value_text(value, 400)), Text(allowed_of(value)),
                _MET[value.met], Text(value.tier),
            )  # fmt: skip
        console.print(table)
    timeline = timeline_of(attempt)
    if timeline is not None:
        console.print(Text("    timeline", style="dim"))
        for line in timeline.lines:
            console.print(Text(f"    {line}"), soft_wrap=True)
    for histogram in attempt.histograms:
        _print_histogram(histogram, console)


def _print_histogram(histogram: Histogram, console: Console) -> None:
    console.print(Text(f"    {histogram.key}: {histogram.trials} trials"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("    count", *(printable(name) for name in histogram.fields), "grade", "tier", "why"):
        table.add_column(Text(heading), overflow="fold")
    for row in sorted(histogram.outcomes, key=lambda row: -row.count):
        words = (Text(printable(word, 60)) for word in row.outcome)
        grade = Text(row.grade, style="bold red" if row.count and row.grade == "FORBIDDEN" else "")
        table.add_row(Text(f"    {row.count}"), *words, grade, Text(row.tier), Text(printable(row.why, 300)))
    console.print(table)
