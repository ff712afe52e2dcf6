"""`wincancel targets` and `wincancel setup`."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import click
from rich.table import Table
from rich.text import Text

from .. import targets as target_names
from ..adapters import Health
from ..case_list import BadCaseListError
from ..platforms import MachinePlatform
from ..printable import one_line, printable
from ..progress import RunProgress
from ..pruning import prune
from ..readiness import make_ready
from ..roles import InterruptedRunError
from ..smoke import smoke
from ..target import Target
from .choices import chosen_targets
from .console import NoValidRunError, console, stop_on_signals


@click.command("targets")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
@click.option("--smoke", "smoked", is_flag=True, help="Also run a few cases on each that is there; takes a while.")
def targets_command(as_json: bool, smoked: bool) -> None:
    """List the targets, and whether each is there.

    Its files are looked at, and it is started. With --smoke a few cases run on it besides, and it must have this
    machine's clock and processors, and a new prefix be at rest; `setup` does the same.
    """
    platform = MachinePlatform()
    try:
        known = target_names.load().values()
    except ValueError as error:
        raise NoValidRunError(error) from error
    health = {target.name: platform.health(target) for target in known}
    if smoked:
        present = [target for target in known if health[target.name].ok]
        with stop_on_signals() as stop, RunProgress(console(error=True)) as progress:
            faults = _smoke(present, platform, progress, stop)
        for name, why in faults.items():
            health[name] = Health(False, why, health[name].path)
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
    """Make targets available, build what runs on them, and see by a few cases that they work.

    What the cache holds of older targets, and nobody used for a week, is removed.
    """
    chosen = chosen_targets(names)
    with stop_on_signals() as stop, RunProgress(console(error=True)) as progress:
        failed = _smoke(chosen, MachinePlatform(), progress, stop)
    for target in chosen:
        click.echo(f"{target.name}: {failed.get(target.name, 'ready')}", err=target.name in failed)
    _prune()
    if failed:
        raise NoValidRunError(f"not available: {', '.join(failed)}")


def _smoke(
    chosen: Sequence[Target], platform: MachinePlatform, progress: RunProgress, stop: Callable[[], bool]
) -> dict[str, str]:
    """Makes the targets ready and runs a few cases on each, two at a time; why one does not work, by its name."""

    def tried(target: Target) -> str | None:
        executable = ready[target.name]
        if isinstance(executable, str):
            return executable
        try:
            return printable("; ".join(smoke(target, executable, platform, stop))) or None
        except (platform.unavailable, BadCaseListError, OSError) as error:
            return one_line(error)

    try:
        ready = make_ready(chosen, platform, progress, stop)
        with ThreadPoolExecutor(max_workers=2) as pool:
            found = dict(zip([target.name for target in chosen], pool.map(tried, chosen), strict=True))
    except InterruptedRunError as error:
        raise NoValidRunError("interrupted") from error
    return {name: why for name, why in found.items() if why is not None}


def _prune() -> None:
    """Takes away what nothing uses any more, and says so. What cannot be removed costs nobody a target."""
    try:
        removed = prune()
    except (target_names.TargetUnavailable, OSError) as error:
        click.echo(f"wincancel: the cache cannot be pruned: {one_line(error)}", err=True)
        return
    if removed:
        click.echo(f"removed from the cache, unused for a week: {', '.join(removed)}", err=True)
