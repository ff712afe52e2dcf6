"""`wincancel coverage`: which lines of the suites and of the framework run, and why the others do not."""

from __future__ import annotations

import dataclasses
import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from .. import build
from .. import targets as target_names
from ..case_list import NothingSelectedError, Selection
from ..code_coverage import BadCoverageError, CoveredFile, Figures, figures_of_parts, together
from ..coverage_page import write_coverage_page
from ..coverage_register import BadExplanationsError, Judgement, judge, load_explanations
from ..coverage_run import COUNTING_ABI, CountedRun, count
from ..layout import ROOT
from ..order import Order
from ..platforms import MachinePlatform
from ..printable import printable
from ..progress import RunProgress
from ..report import ReportFailedError
from ..roles import InterruptedRunError
from ..target import TargetUnavailable
from .choices import finite, out_option
from .console import NO_VALID_RUN, UNEXPECTED, WRONG_USAGE, NoValidRunError, WrongUsageError, console, stop_on_signals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..target import Target

REFERENCE = build.coverage_directory(ROOT) / "subjects/reference.dll"


@click.command("coverage")
@click.option("-t", "--target", "name", default="wine-8.0", show_default=True, metavar="TARGET", help="A 64-bit Wine.")
@click.option("--subject", metavar="LIBRARY", help="The DLL under test; empty: none. Default: the project's reference.")
@click.option("--suite", "suites", multiple=True, metavar="NAME", help="Cases of this suite.")
@click.option("-k", "--filter", "patterns", multiple=True, metavar="GLOB", help="Cases whose whole id matches.")
@click.option(
    "--timeout-scale",
    type=click.FloatRange(0.1, 1000),
    callback=finite,
    default=4.0,  # processes take turns at writing their counts, which costs a case that ends its slack
    show_default=True,
    help="Multiplies every deadline of the run on the reference.",
)
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
@out_option
def coverage_command(
    name: str,
    subject: str | None,
    suites: tuple[str, ...],
    patterns: tuple[str, ...],
    timeout_scale: float,
    as_json: bool,
    out: Path,
) -> None:
    """Count which lines and branches of suites and framework run, and hold the others against suites/coverage.toml.

    What a run on the reference leaves out of the framework, the zoo of broken cases may run: that is counted apart.
    Exits 1 where a line runs in neither and nothing explains it, and where an explanation is of lines that run. Some
    of the cases (-k, --suite) give figures only.
    """
    target = _target(name)
    if subject and "/" in subject and not Path(subject).is_file():
        raise WrongUsageError(f"there is no library {subject}")
    order = Order(
        selection=Selection(suites, patterns),
        subject=str(REFERENCE) if subject is None else subject or None,
        seed=secrets.randbelow(2**32),
        timeout_scale=timeout_scale,
    )
    directory = out / "coverage"
    try:
        explanations = load_explanations()
        reference, zoo = _count(target, order, directory, whole=not (suites or patterns))
        everything = together(reference, zoo)
        judgement = judge(everything, explanations) if zoo else None
        page = write_coverage_page(reference, everything, judgement, directory)
    except (BadExplanationsError, BadCoverageError, ReportFailedError) as error:
        raise NoValidRunError(error) from error
    figures, with_zoo = figures_of_parts(reference.values()), figures_of_parts(everything.values())
    if as_json:
        click.echo(json.dumps(_as_json(figures, with_zoo, judgement), indent=1))
    else:
        _print(figures, with_zoo, judgement, page)
    if judgement is not None and not judgement.as_expected:
        raise click.exceptions.Exit(UNEXPECTED)


def _target(name: str) -> Target:
    try:
        target, *others = target_names.select([name])
    except ValueError as error:
        raise WrongUsageError(error) from error
    if others:
        raise WrongUsageError("one target at a time")
    if target.abi != COUNTING_ABI or not target.kind.startswith("wine-"):
        raise WrongUsageError(f"{name}: what counts is built for an {COUNTING_ABI} Wine of this machine")
    return target


def _count(
    target: Target, order: Order, directory: Path, whole: bool
) -> tuple[Mapping[str, CoveredFile], Mapping[str, CoveredFile]]:
    """What ran in the cases that `order` selects and, where these are all, in the zoo."""
    with stop_on_signals() as stop, RunProgress(console(error=True)) as progress:

        def counted(program: str, order: Order) -> Mapping[str, CoveredFile]:
            done = count(program, target, order, MachinePlatform(), directory, progress, stop)
            _require_valid(done)
            return done.files

        try:
            ran = counted("wincancel", order)
            return ran, counted("wincancel-zoo", Order(seed=order.seed)) if whole else {}
        except NothingSelectedError as error:
            raise WrongUsageError(error) from error
        except InterruptedRunError as error:
            raise NoValidRunError("interrupted") from error
        except (TargetUnavailable, OSError) as error:
            raise NoValidRunError(error) from error


def _require_valid(done: CountedRun) -> None:
    if not done.run.valid:
        click.echo(f"wincancel: {done.run.target}: {printable(done.run.error or 'the run is not valid')}", err=True)
        raise click.exceptions.Exit(WRONG_USAGE if done.run.refused else NO_VALID_RUN)


def _as_json(
    figures: Mapping[str, Figures], with_zoo: Mapping[str, Figures], judgement: Judgement | None
) -> dict[str, object]:
    parts = {
        part: {"reference": dataclasses.asdict(figures[part]), "with_zoo": dataclasses.asdict(with_zoo[part])}
        for part in figures
    }
    if judgement is None:
        return {"parts": parts}
    return {
        "parts": parts,
        "explained": [
            {"reason": one.reason, "places": [str(gap.place) for gap in gaps]} for one, gaps in judgement.explained
        ],
        "unexplained": [{"place": str(gap.place), "lines": len(gap.lines)} for gap in judgement.unexplained],
        "stale": judgement.stale,
    }


def _print(
    figures: Mapping[str, Figures], with_zoo: Mapping[str, Figures], judgement: Judgement | None, page: Path
) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("part", "lines", "run", "", "branches", "taken", "", "lines with the zoo"):
        table.add_column(heading, justify="left" if heading == "part" else "right")
    for part, one in figures.items():
        zoo = with_zoo[part]
        table.add_row(
            part, str(one.lines), str(one.lines_run), one.lines_percent, str(one.branches), str(one.branches_taken),
            one.branches_percent, f"{zoo.lines_run} {zoo.lines_percent}",
        )  # fmt: skip
    terminal = console()
    terminal.print(table)
    if judgement is not None:
        for gap in judgement.unexplained:
            terminal.print(Text(printable(f"unexplained: {gap.place}", 300)), soft_wrap=True)
        for text in judgement.stale:
            terminal.print(Text(printable(f"stale: {text}", 300)), soft_wrap=True)
        lines = sum(len(gap.lines) for _, gaps in judgement.explained for gap in gaps)
        terminal.print(
            f"{lines} lines explained by {len(judgement.explained)} reasons, "
            f"{sum(len(gap.lines) for gap in judgement.unexplained)} not, {len(judgement.stale)} explanations stale"
        )
    terminal.print(Text(f"page: {printable(str(page))}"), soft_wrap=True)
