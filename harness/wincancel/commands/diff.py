"""`wincancel diff`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..diff import Side, compare, side_of
from ..diff_table import diff_as_json, print_diff
from ..promises import NAMES, PROMISES, BadEvidenceError
from ..store import RunStore
from .choices import out_option, register, stored_runs
from .console import UNEXPECTED, NoValidRunError, WrongUsageError, console


@click.command("diff")
@click.argument("runs", nargs=-1, required=True, metavar="RUN RUN...")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
@out_option
def diff_command(runs: tuple[str, ...], as_json: bool, out: Path) -> None:
    """Compare RUNs case by case, value by value.

    A RUN is the name of a stored run, a path, or a target (its latest run). Two more names stand for what nobody ran:
    `page`, the documented values, and `windows`, what others have reported of Windows.

    Exits 0 where all agree and 1 where they differ.
    """
    if len(runs) < 2:
        raise WrongUsageError("two runs at least; one of them may be page or windows")
    sides = _sides(runs, RunStore(out))
    diff = compare(sides)
    if as_json:
        click.echo(json.dumps(diff_as_json(diff), indent=1))
    else:
        print_diff(diff, register(), console())
    if diff.differences:
        raise click.exceptions.Exit(UNEXPECTED)


def _sides(names: tuple[str, ...], store: RunStore) -> list[Side]:
    recorded = [name for name in names if name not in NAMES]
    if not recorded:
        raise WrongUsageError("one run at least that somebody made: page and windows are none")
    found = stored_runs(store, tuple(recorded))
    for stored, run in found:
        if not run.valid:
            raise NoValidRunError(f"{stored.name} is not a valid run: {run.problems[0]}")
    labels = [stored.target for stored, _ in found]
    made = iter(
        side_of(stored.name if labels.count(stored.target) > 1 else stored.target, run) for stored, run in found
    )
    try:
        return [PROMISES[name]([run for _, run in found]) if name in NAMES else next(made) for name in names]
    except BadEvidenceError as error:
        raise NoValidRunError(error) from error
