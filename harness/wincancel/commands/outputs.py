"""`wincancel show`, `report` and `export`: what stored runs say, in three forms."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from ..exports import FORMATS, export_run
from ..finding_page import bug_report
from ..findings import find, of_case
from ..matrix import build_matrix
from ..report import ReportFailedError, write_report
from ..show import print_case
from ..store import RunStore
from .choices import out_option, register, stored_runs
from .console import NoValidRunError, WrongUsageError, console
from .gating import judged, relations


@click.command("show")
@click.argument("case")
@click.argument("runs", nargs=-1)
@click.option("--bug", is_flag=True, help="What it misses as a bug report in Markdown, one for each tier.")
@out_option
def show_command(case: str, runs: tuple[str, ...], bug: bool, out: Path) -> None:
    """Show one CASE: what the page says, what each target did, how to repeat it.

    RUNS are names of stored runs, paths, or targets (their latest run); default: for each target the latest
    that has the case.
    """
    clauses = register()
    read = stored_runs(RunStore(out), runs, case)
    matrix = build_matrix(read, clauses, relations(judged(read)))
    row = next((row for row in matrix.rows if row.case == case), None)
    if row is None:
        close = difflib.get_close_matches(case, [row.case for row in matrix.rows], 1, cutoff=0.4)
        raise WrongUsageError(f"no case {case!r} in these runs" + (f"; is it {close[0]}?" if close else ""))
    if not bug:
        print_case(matrix, row, clauses, console())
        return
    findings = of_case(find(matrix), case)
    if not findings:
        raise WrongUsageError(f"there is nothing to report: no valid run of these missed a judged value of {case}")
    click.echo("\n---\n\n".join(bug_report(finding, clauses) for finding in findings), nl=False)


@click.command("report")
@click.argument("runs", nargs=-1)
@out_option
def report_command(runs: tuple[str, ...], out: Path) -> None:
    """Write the HTML report of RUNS; default: for each target the latest of all cases."""
    clauses = register()
    read = stored_runs(RunStore(out), runs)
    matrix = build_matrix(read, clauses, relations(judged(read)))
    try:
        click.echo(write_report(matrix, clauses, out / "report"))
    except ReportFailedError as error:
        raise NoValidRunError(error) from error


@click.command("export")
@click.argument("run")
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), required=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file; a directory for deqp, which has four.")
@out_option
def export_command(run: str, form: str, output: Path | None, out: Path) -> None:
    """Write a RUN in a format that other tools read: to the standard output unless there is --output.

    Of several files the first goes to the standard output. Exits 3 where the run is not valid, and writes it all the
    same, with one more test that fails.
    """
    ((stored, read),) = stored_runs(RunStore(out), (run,))
    files = export_run(form, build_matrix([(stored, read)], register()))
    try:
        if output is None:
            click.echo(next(iter(files.values())), nl=False)
        elif len(files) == 1:
            output.write_text(next(iter(files.values())), encoding="utf-8")
        else:
            output.mkdir(parents=True, exist_ok=True)
            for name, text in files.items():
                (output / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise NoValidRunError(f"{output or 'standard output'}: {error.strerror}") from error
    if not read.valid:
        raise NoValidRunError(f"{stored.name} is not a valid run: {read.problems[0]}")
