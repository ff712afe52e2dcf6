"""`wincancel run`."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from ..case_list import NothingSelectedError, Selection
from ..execution import Limits
from ..matrix import build_matrix
from ..matrix_table import print_matrix
from ..order import Order
from ..phases import run_targets
from ..platforms import MachinePlatform
from ..printable import printable
from ..progress import RunProgress
from ..report import ReportFailedError, write_report
from ..roles import InterruptedRunError
from ..stability import stability_lines
from ..store import RunStore, StoredRun
from .choices import chosen_targets, data, finite, out_option, register, selection_options, shard, target_option
from .console import NO_VALID_RUN, WRONG_USAGE, NoValidRunError, WrongUsageError, console, stop_on_signals
from .gating import RunGate

if TYPE_CHECKING:
    from ..clauses import Register
    from ..run import TargetRun


@click.command("run")
@target_option
@selection_options
@click.option("--subject", metavar="LIBRARY", help="A DLL under test; what it exports replaces the system's.")
@click.option("--fault", metavar="NAME", help="What the subject is told to do wrong: docs/mutants.md. Needs --subject.")
@click.option("--data", "data_", multiple=True, metavar="NAME=PATH", callback=data, help="What some cases need.")
@click.option("--repeat", type=click.IntRange(1, 1000), default=1, show_default=True, help="Run each case N times.")
@click.option("--shard", "shard_", default="1/1", metavar="I/N", callback=shard, help="One part of N of the cases.")
@click.option("--jobs", type=click.IntRange(1, 24), help="Cases at a time. Default: the executable's choice.")
@click.option("--abreast", type=click.IntRange(1, 64), help="Targets at a time, but for exclusive cases.")
@click.option("--seed", type=click.IntRange(0, 2**53 - 1), help="Of the order and of what cases draw by lot.")
@click.option("--no-shuffle", is_flag=True, help="Run the cases in the order of their ids.")
@click.option(
    "--timeout-scale",
    type=click.FloatRange(0.1, 1000),
    callback=finite,
    default=1.0,
    show_default=True,
    help="Multiplies every deadline.",
)
@click.option("--silence", type=click.FloatRange(1), callback=finite, hidden=True, help="Seconds without a record.")
@click.option("--total", type=click.FloatRange(1), callback=finite, hidden=True, help="Seconds for a whole run.")
@click.option(
    "--expectations",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="Gate the runs by this file. Default: fixtures/expectations, where it knows the version.",
)
@click.option("--no-gate", is_flag=True, help="Report only: exit 0 when the runs are valid.")
@out_option
@click.option("-v", "--verbose", is_flag=True, help="A row for each case, and every failure explained.")
def run_command(
    targets: tuple[str, ...],
    suites: tuple[str, ...],
    patterns: tuple[str, ...],
    classes: tuple[str, ...],
    subject: str | None,
    fault: str | None,
    data_: dict[str, str],
    repeat: int,
    shard_: tuple[int, int],
    jobs: int | None,
    abreast: int | None,
    seed: int | None,
    no_shuffle: bool,
    timeout_scale: float,
    silence: float | None,
    total: float | None,
    expectations: Path | None,
    no_gate: bool,
    out: Path,
    verbose: bool,
) -> None:
    """Set up what is missing, build, run, print the matrix, write the report.

    The report is of the runs just made: DIR/report/index.html where they had all cases, DIR/report-part/index.html
    where they were told to leave some out. `wincancel report` writes one of any stored runs.

    Runs of a version that fixtures/expectations knows are gated, as `wincancel gate` would: exit 1 where something is
    not as expected. Of others, and of a --subject, nothing is expected: exit 0 when every run is valid.
    """  # fmt: skip
    chosen = chosen_targets(targets)
    if subject is not None and "/" in subject and not Path(subject).is_file():
        raise WrongUsageError(f"there is no library {subject}")
    if fault is not None and subject is None:
        raise WrongUsageError("--fault is told to a library: give one by --subject")
    order = Order(
        selection=Selection(suites, patterns, classes),
        subject=subject,
        fault=fault,
        data=data_,
        repeat=repeat,
        shard=shard_,
        jobs=jobs,
        seed=secrets.randbelow(2**32) if seed is None else seed,
        shuffle=not no_shuffle,
        timeout_scale=timeout_scale,
        limits=Limits(silence or 120, total or 3600) if silence or total else None,
    )
    clauses = register()
    gate = None if no_gate else RunGate(expectations)
    with stop_on_signals() as stop, RunProgress(console(error=True)) as progress:
        try:
            runs = run_targets(chosen, order, MachinePlatform(), RunStore(out), progress, stop, abreast)
        except NothingSelectedError as error:
            raise WrongUsageError(error) from error
        except InterruptedRunError as error:
            raise NoValidRunError("interrupted; what had been recorded is kept as incomplete") from error
    _show(runs, clauses, out, verbose, gate)


def _show(runs: list[TargetRun], clauses: Register, out: Path, verbose: bool, gate: RunGate | None) -> None:
    """Prints what came of the runs and writes the report of them; raises Failure unless all are valid and expected."""
    terminal = console()
    readable = [(_stored(one), one.run) for one in runs if one.run is not None and one.run.header is not None]
    if gate is not None:
        gate.judge(readable)
    if readable:
        matrix = build_matrix(readable, clauses, gate.relations if gate else None)
        print_matrix(matrix, terminal, verbose)
        for one in runs:
            if one.run is not None and one.run.path is not None:
                terminal.print(Text(f"{one.target}: {one.run.path}"), soft_wrap=True)
            if one.run is not None and one.run.header is not None and one.run.header.plan.repeat > 1:
                for line in stability_lines(one.run):
                    terminal.print(Text(f"{one.target}: {printable(line)}"), soft_wrap=True)
        try:
            part = any(column.part for column in matrix.columns)
            index = write_report(matrix, clauses, out / ("report-part" if part else "report"))
            terminal.print(Text(f"report: {index}"), soft_wrap=True)
        except ReportFailedError as error:
            raise NoValidRunError(error) from error
    if gate is not None:
        gate.tell(terminal)
    broken = [one for one in runs if not one.valid]
    for one in broken:
        click.echo(f"wincancel: {one.target}: {printable(one.error or 'the run is not valid')}", err=True)
    if broken:
        refused = all(one.refused for one in broken)
        raise click.exceptions.Exit(WRONG_USAGE if refused else NO_VALID_RUN)
    if gate is not None:
        gate.close()


def _stored(one: TargetRun) -> StoredRun | str:
    """Where the run is kept, or the target's name where it could not be kept."""
    return StoredRun(one.run.path) if one.run is not None and one.run.path is not None else one.target
