"""`wincancel targets` and `wincancel setup`."""

from __future__ import annotations

import json

import click
from rich.table import Table
from rich.text import Text

from .. import targets as target_names
from ..platforms import MachinePlatform
from ..printable import one_line
from ..progress import RunProgress
from ..pruning import prune
from ..readiness import make_ready
from ..roles import InterruptedRunError
from .console import NoValidRunError, WrongUsageError, console, stop_on_signals


@click.command("targets")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def targets_command(as_json: bool) -> None:
    """List the targets, and whether each is there."""
    platform = MachinePlatform()
    try:
        known = target_names.load().values()
    except ValueError as error:
        raise NoValidRunError(error) from error
    health = {target.name: platform.health(target) for target in known}
    if as_json:
        entries = [
            {
                "name": target.name,
                "title": target.title,
                "kind": target.kind,
                "abi": target.abi,
                "ok": health[target.name].ok,
                "detail": health[target.name].detail,
                "path": str(health[target.name].path) if health[target.name].path else None,
            }
            for target in known
        ]
        click.echo(json.dumps({"targets": entries}, indent=1))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("target", "abi", "there", "what"):
        table.add_column(heading, overflow="fold")
    for target in known:
        state = health[target.name]
        there = Text("yes", style="green") if state.ok else Text("no", style="yellow")
        table.add_row(target.name, target.abi, there, Text(f"{target.title}: {state.detail}"))
    console().print(table)


@click.command("setup")
@click.argument("names", nargs=-1, required=True, metavar="TARGET...")
def setup_command(names: tuple[str, ...]) -> None:
    """Make targets available, and build what runs on them.

    What the cache holds of older targets, and nobody used for a week, is removed.
    """
    try:
        chosen = target_names.select(names)
    except ValueError as error:
        raise WrongUsageError(error) from error
    with stop_on_signals() as stop, RunProgress(console(error=True)) as progress:
        try:
            ready = make_ready(chosen, MachinePlatform(), progress, stop)
        except InterruptedRunError as error:
            raise NoValidRunError("interrupted") from error
    failed = {name: why for name, why in ready.items() if isinstance(why, str)}
    for name, why in ready.items():
        click.echo(f"{name}: {'ready' if name not in failed else why}", err=name in failed)
    _prune()
    if failed:
        raise NoValidRunError(f"not available: {', '.join(failed)}")


def _prune() -> None:
    """Takes away what nothing uses any more, and says so. What cannot be removed costs nobody a target."""
    try:
        removed = prune()
    except (target_names.TargetUnavailable, OSError) as error:
        click.echo(f"wincancel: the cache cannot be pruned: {one_line(error)}", err=True)
        return
    if removed:
        click.echo(f"removed from the cache, unused for a week: {', '.join(removed)}", err=True)
