"""`wincancel mutants`: the reference with one fault at a time, and whether the suite notices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from .. import targets as target_names
from ..case_list import BadCaseListError
from ..faults import BadFaultsError, load_faults
from ..mutants.baseline import NoBaselineError
from ..mutants.choice import NoSuchFaultError, choose, sample
from ..mutants.conduct import Request, conduct
from ..mutants.page import as_json
from ..mutants.table import print_clauses, print_idle, print_mutants
from ..not_provided import BadNotProvidedError, load_not_provided
from ..platforms import MachinePlatform
from ..printable import one_line
from ..report import ReportFailedError
from ..roles import InterruptedRunError
from .choices import finite, out_option, register
from .console import UNEXPECTED, NoValidRunError, WrongUsageError, console, stop_on_signals

if TYPE_CHECKING:
    from ..clauses import Register
    from ..faults import Fault
    from ..mutants.report import CampaignReport
    from ..not_provided import NotProvided
    from ..target import Target

_MOST_PROBLEMS = 40  # told of one by one
_SCALE = 0.3
"""A mutant that wakes nobody costs each case its deadlines. The reference is held to the same."""


@click.command("mutants")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("-t", "--target", "target_name", default="wine-8.0", show_default=True, metavar="TARGET")
@click.option("--clause", "clauses", multiple=True, metavar="GLOB", help="Faults that break such a clause.")
@click.option("--sample", "sampled", is_flag=True, help="For each clause that is broken the cheapest fault.")
@click.option("--idle", "whole", is_flag=True, help="Run all cases of a broken clause; list checks nothing makes fail.")
@click.option("--reference-only", is_flag=True, help="No mutant: only what the reference itself passes.")
@click.option("--jobs", type=click.IntRange(1, 24), help="Mutants at a time. Default: as many as processors.")
@click.option("--resume", is_flag=True, help="Go on with what an interrupted campaign left, if nothing has changed.")
@click.option(
    "--timeout-scale",
    type=click.FloatRange(0.1, 1000),
    callback=finite,
    default=_SCALE,
    show_default=True,
    help="Multiplies every deadline.",
)
@click.option("--json", "json_", is_flag=True, help="For a program to read.")
@out_option  # fmt: skip
def mutants_command(
    names: tuple[str, ...],
    target_name: str,
    clauses: tuple[str, ...],
    sampled: bool,
    whole: bool,
    reference_only: bool,
    jobs: int | None,
    resume: bool,
    timeout_scale: float,
    json_: bool,
    out: Path,
) -> None:
    """Give the reference one fault at a time, and see that a case of the clause it breaks notices.

    NAMES are faults of fixtures/reference/faults.toml, or patterns of them; default: all. Prints a table, writes
    DIR/mutants/index.html. Exits 1 where a mutant survives or is noticed by cases of other clauses only, where the
    reference does not pass a documented check, and, with --idle, where no fault makes a check fail.
    """
    all_clauses = register()
    target, faults, excuses = _read_registers(target_name, all_clauses)
    try:
        chosen = [] if reference_only else choose(faults, names, clauses, target.abi)
    except NoSuchFaultError as error:
        raise WrongUsageError(error) from error
    request = Request(
        target=target,
        place=out / "mutants",
        register=all_clauses,
        excuses=excuses,
        timeout_scale=timeout_scale,
        everything=not (names or clauses or sampled),
        whole=whole and not reference_only,
        resume=resume,
        abreast=jobs,
    )
    platform = MachinePlatform()
    with stop_on_signals() as stop:
        try:
            report = conduct(
                request,
                lambda cases: sample(chosen, cases) if sampled else chosen,
                platform,
                console(error=True),
                stop,
            )
        except InterruptedRunError as error:
            raise NoValidRunError("interrupted; the results so far are kept: go on with --resume") from error
        except (NoBaselineError, BadCaseListError, ReportFailedError, OSError, platform.unavailable) as error:
            raise NoValidRunError(one_line(error)) from error
    if json_:
        click.echo(as_json(report))
    else:
        _print(report, out / "mutants/index.html")
    if report.problems:
        raise click.exceptions.Exit(UNEXPECTED)


def _read_registers(target_name: str, clauses: Register) -> tuple[Target, list[Fault], list[NotProvided]]:
    try:
        targets = target_names.select([target_name])
        if len(targets) != 1:
            raise WrongUsageError(f"{target_name} is {len(targets)} targets; mutants run on one")
        return targets[0], load_faults(clauses), load_not_provided()
    except (ValueError, BadFaultsError, BadNotProvidedError) as error:
        raise WrongUsageError(error) from error


def _print(report: CampaignReport, page: Path) -> None:
    terminal = console()
    if report.clauses:
        print_clauses(report, terminal)
        terminal.print()
    if report.faults:
        print_mutants(report, terminal)
    print_idle(report, terminal)
    for problem in report.problems[:_MOST_PROBLEMS]:
        click.echo(f"wincancel: {problem}", err=True)
    if len(report.problems) > _MOST_PROBLEMS:
        click.echo(f"wincancel: and {len(report.problems) - _MOST_PROBLEMS} more problems, all in {page}", err=True)
    terminal.print(Text(f"{report.summary}; {report.seconds:.0f} s"))
    terminal.print(Text(f"page: {page}"), soft_wrap=True)
