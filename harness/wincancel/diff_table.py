"""A diff on the terminal, and for a program to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from .clauses import clause_of
from .diff import Kind
from .printable import printable

if TYPE_CHECKING:
    from rich.console import Console

    from .clauses import Register
    from .diff import CaseDifference, Diff

SCHEMA = 1
_MOST_VARYING = 10


def print_diff(diff: Diff, register: Register, console: Console) -> None:
    """Prints the differences by clause, and how many cases there are of each kind."""
    by_clause: dict[str, list[CaseDifference]] = {}
    for difference in diff.differences:
        by_clause.setdefault(clause_of(difference.case), []).append(difference)
    for clause in sorted(by_clause, key=_order(register)):
        known = register.clauses.get(clause)
        title = Text(f"\n{clause}", style="bold")
        title.append(f"  {known.statement} [{known.tier}]" if known else "  in no register", style="dim")
        console.print(title, soft_wrap=True)
        console.print(_table(diff, by_clause[clause]))
    console.print(Text(("\n" if by_clause else "") + _counts(diff)), soft_wrap=True)
    for side in diff.sides:
        if not side.recorded:
            console.print(Text(f"{side.label}: what it says was not recorded by a run", style="dim"))
    if diff.varying:
        shown = ", ".join(diff.varying[:_MOST_VARYING])
        more = len(diff.varying) - _MOST_VARYING
        console.print(Text(f"vary between repeats of one run: {shown}" + (f" and {more} more" if more > 0 else "")))


def _order(register: Register) -> Any:
    places = {clause: place for place, clause in enumerate(register.clauses)}
    return lambda clause: (places.get(clause, len(places)), clause)


def _table(diff: Diff, differences: list[CaseDifference]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for heading in ("  case, value", "what", *(side.label for side in diff.sides)):
        table.add_column(Text(printable(heading)), overflow="fold")
    for difference in differences:
        name = difference.case.split("/", 1)[1]
        verdicts = difference.verdicts
        if difference.kind is Kind.ONLY_HERE:
            verdicts = tuple(
                verdict or ("not there" if side.recorded else "")
                for verdict, side in zip(verdicts, diff.sides, strict=True)
            )
        table.add_row(Text(f"  {printable(name)}"), Text(difference.kind), *(Text(printable(v)) for v in verdicts))
        for key in difference.keys:
            table.add_row(Text(f"    {key.key}", style="dim"), "", *(Text(text) for text in key.texts))
    return table


def _counts(diff: Diff) -> str:
    parts = [f"{diff.same} {'case' if diff.same == 1 else 'cases'} the same"]
    parts += [
        f"{count} {kind}"
        for kind in (Kind.VERDICT, Kind.VALUE, Kind.ONLY_HERE)
        if (count := sum(difference.kind is kind for difference in diff.differences))
    ]
    return ", ".join(parts)


def diff_as_json(diff: Diff) -> dict[str, object]:
    """The same in the form of reports/schema/diff-1.schema.json."""
    return {
        "schema": SCHEMA,
        "sides": [{"label": side.label, "recorded": side.recorded} for side in diff.sides],
        "same": diff.same,
        "differences": [
            {
                "case": one.case,
                "clause": clause_of(one.case),
                "kind": str(one.kind),
                "verdicts": list(one.verdicts),
                "values": [{"key": key.key, "texts": list(key.texts)} for key in one.keys],
            }
            for one in diff.differences
        ],
        "varying": list(diff.varying),
    }
