"""`wincancel list` and `wincancel clauses`: what there is to run, and what it covers."""

from __future__ import annotations

import dataclasses
import json

import click
from rich.table import Table
from rich.text import Text

from ..case_list import BadCaseListError, ListedCase, NothingSelectedError, Selection
from ..clauses import Clause, Coverage, Register, coverage
from ..platforms import MachinePlatform
from ..progress import RunProgress
from ..readiness import list_cases, make_ready
from ..roles import InterruptedRunError
from .choices import chosen_targets, register, selection_options, target_option
from .console import UNEXPECTED, NoValidRunError, WrongUsageError, console, stop_on_signals


def _ask_for_cases(names: tuple[str, ...]) -> list[ListedCase]:
    """The cases of the executable for the first of those targets, set up and built where needed."""
    platform = MachinePlatform()
    target = chosen_targets(names)[0]
    with stop_on_signals() as stop, RunProgress(console(error=True)) as progress:
        try:
            executable = make_ready([target], platform, progress, stop)[target.name]
            if isinstance(executable, str):
                raise NoValidRunError(f"{target.name}: {executable}")
            return list_cases(target, executable, platform, stop)
        except (BadCaseListError, OSError, platform.unavailable) as error:
            raise NoValidRunError(error) from error
        except InterruptedRunError as error:
            raise NoValidRunError("interrupted") from error


@click.command("list")
@target_option
@selection_options
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def list_command(
    targets: tuple[str, ...],
    suites: tuple[str, ...],
    patterns: tuple[str, ...],
    classes: tuple[str, ...],
    as_json: bool,
) -> None:
    """List the cases."""
    try:
        cases = Selection(suites, patterns, classes).choose(_ask_for_cases(targets))
    except NothingSelectedError as error:
        raise WrongUsageError(error) from error
    if as_json:
        click.echo(json.dumps({"cases": [_as_json(case) for case in cases]}, indent=1))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("case", "tiers", "class", "needs", "budget"):
        table.add_column(heading, overflow="fold")
    for case in cases:
        scheduling = case.scheduling + (", isolated" if case.isolated else "")
        needs = " ".join((*case.supports, *case.needs))
        table.add_row(case.id, " ".join(case.tiers), scheduling, needs, f"{case.budget_ms / 1000:g} s")
    console().print(table)
    click.echo(f"{len(cases)} cases")


def _as_json(case: ListedCase) -> dict[str, object]:
    entry = dataclasses.asdict(case)
    entry["class"] = entry.pop("scheduling")
    return entry


@click.command("clauses")
@target_option
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def clauses_command(targets: tuple[str, ...], as_json: bool) -> None:
    """List the clauses with the cases that exercise them; exits 1 where one is not covered."""
    clauses = register()
    covered = coverage(clauses, [case.id for case in _ask_for_cases(targets)])
    if as_json:
        click.echo(json.dumps(_coverage_json(clauses, covered), indent=1))
    else:
        _print_coverage(clauses, covered)
    for problem in covered.problems:
        click.echo(f"wincancel: {problem}", err=True)
    if covered.problems:
        raise click.exceptions.Exit(UNEXPECTED)


def _coverage_json(clauses: Register, covered: Coverage) -> dict[str, object]:
    entries = [dataclasses.asdict(clause) | {"cases": covered.cases[clause.id]} for clause in clauses.clauses.values()]
    return {"clauses": entries, "problems": covered.problems}


def _print_coverage(clauses: Register, covered: Coverage) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("clause", "tier", "cases", "statement"):
        table.add_column(heading, justify="right" if heading == "cases" else "left", overflow="fold")
    for clause in clauses.clauses.values():
        table.add_row(clause.id, clause.tier, _count(clause, covered), Text(clause.statement))
    console().print(table)
    executable = [clause for clause in clauses.clauses.values() if clause.kind == "executable"]
    without = sum(not covered.cases[clause.id] for clause in executable)
    click.echo(
        f"{len(clauses.clauses)} clauses: {len(executable)} executable, {without} of them without a case; "
        f"{len(clauses.clauses) - len(executable)} advice"
    )


def _count(clause: Clause, covered: Coverage) -> str:
    return "advice" if clause.kind == "advice" else str(len(covered.cases[clause.id]))
