"""`wincancel findings`: what the targets do otherwise than they should, each as a bug report."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from ..finding_page import bug_report, is_confirmed
from ..findings import Finding, find
from ..matrix import build_matrix
from ..printable import one_line, printable
from ..store import RunStore
from .choices import out_option, register, stored_runs
from .console import NoValidRunError, console


@click.command("findings")
@click.argument("runs", nargs=-1)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write each as a bug report, a Markdown file, into DIR; files of the same names are replaced.",
)
@out_option  # fmt: skip
def findings_command(runs: tuple[str, ...], output: Path | None, out: Path) -> None:
    """List what RUNS miss, one fault a line; default: the latest run of each target.

    Cases of a clause that miss the same values on the same targets are one finding. `wincancel show CASE --bug` prints
    that of a case. Runs that are not valid prove nothing and are left out. Exits 0 whether there are findings or not.
    """
    clauses = register()
    matrix = build_matrix(stored_runs(RunStore(out), runs), clauses)
    for column in matrix.columns:
        if not column.run.valid:
            click.echo(f"wincancel: {printable(column.name)} is not a valid run and is left out", err=True)
    if not any(column.run.valid for column in matrix.columns):
        raise NoValidRunError("none of these runs is valid")
    findings = find(matrix)
    _print(findings)
    if output is not None:
        try:
            output.mkdir(parents=True, exist_ok=True)
            for finding in findings:
                (output / f"{finding.id}.md").write_text(bug_report(finding, clauses), encoding="utf-8")
        except OSError as error:
            raise NoValidRunError(one_line(error)) from error
        click.echo(f"{len(findings)} bug reports in {output}")


def _print(findings: list[Finding]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("finding", "cases", "on", "what", "state"):
        table.add_column(heading, justify="right" if heading == "cases" else "left", overflow="fold")
    for finding in findings:
        what = "\n".join(f"{one.key} is {one.got}, not {one.allowed}" for one in finding.all_missed[:4])
        where = "\n".join(printable(finding.label(column)) for column in finding.failing)
        state = "confirmed" if is_confirmed(finding) else "unconfirmed"
        table.add_row(finding.id, str(len(finding.rows)), Text(where), Text(what), state)
    console().print(table)
    click.echo(f"{len(findings)} findings")
