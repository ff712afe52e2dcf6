"""A campaign on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from ..printable import printable
from .report import WORDS, explained
from .results import Outcome

if TYPE_CHECKING:
    from rich.console import Console

    from .report import CampaignReport

_STYLES = {
    Outcome.CAUGHT: "green",
    Outcome.SURVIVED: "bold red",
    Outcome.ELSEWHERE: "red",
    Outcome.NO_RESULT: "magenta",
}
_CLAUSE_STYLES = {"PASS": "green", "FAIL": "bold red"}


def print_mutants(report: CampaignReport, console: Console) -> None:
    """A row for each mutant: what it breaks, what became of it, by which check, and how long it took."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("mutant", "breaks", "", "by", "how"):
        table.add_column(heading, overflow="fold")
    table.add_column("s", justify="right")
    for fault, result in report.rows:
        if result is None:
            table.add_row(fault.name, " ".join(fault.breaks), "not tried", "", "", "")
            continue
        by = Text(printable(result.catch.case, 200) if result.catch else "")
        how = result.catch.message if result.catch and result.good else explained(result)
        table.add_row(
            fault.name,
            " ".join(fault.breaks),
            Text(WORDS[result.outcome], style=_STYLES[result.outcome]),
            by,
            Text(printable(how, 160)),
            f"{result.seconds:.1f}",
        )
    console.print(table)


def print_clauses(report: CampaignReport, console: Console) -> None:
    """A row for each documented clause: whether the reference passes it, or why it cannot."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("clause", "reference", "passed", "not provided", "reason"):
        table.add_column(heading, overflow="fold", justify="right" if heading in ("passed", "not provided") else "left")
    for one in report.clauses:
        excused = len(one.not_provided) + len(one.untested)
        table.add_row(
            one.clause,
            Text(one.word, style=_CLAUSE_STYLES.get(one.word, "yellow")),
            str(one.passed or ""),
            str(excused or ""),
            Text("; ".join(one.reasons)),
        )
    console.print(table)
    words = [one.word for one in report.clauses]
    counts = ", ".join(f"{words.count(word)} {word}" for word in dict.fromkeys(words))
    console.print(Text(f"{len(words)} documented clauses on the reference: {counts}"))


def print_idle(report: CampaignReport, console: Console) -> None:
    """The checks that no mutant made fail."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("idle check of", "key", "tier", "cases"):
        table.add_column(heading, overflow="fold")
    for check in report.idle or ():
        table.add_row(check.test, Text(printable(check.key, 80)), check.tier, str(check.cases))
    if report.idle:
        console.print(table)
