"""`wincancel plan` and `wincancel merge`: a run cut into jobs for a CI matrix, and their runs made one again."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.text import Text

from ..case_list import Selection
from ..merge import IncompletePlanError, NotOnePlanError, merge_shards
from ..plan import planned_jobs
from ..printable import printable
from ..store import RunStore, StoreFailedError
from .choices import chosen_targets, out_option, selection_options, stored_runs, target_option
from .console import NoValidRunError, WrongUsageError, console


@click.command("plan")
@target_option
@click.option("--shards", type=click.IntRange(1, 1000), default=1, show_default=True, help="Jobs for each target.")
@click.option("--seed", type=click.IntRange(0, 2**53 - 1), default=1, show_default=True, help="Of all the jobs.")
@selection_options
@click.option("--json", "as_json", is_flag=True, help='As {"include": [...]}, which is a matrix of GitHub Actions.')
def plan_command(
    targets: tuple[str, ...],
    shards: int,
    seed: int,
    suites: tuple[str, ...],
    patterns: tuple[str, ...],
    classes: tuple[str, ...],
    as_json: bool,
) -> None:
    """List the jobs of a CI matrix: for each target and shard the command that runs it.

    Needs nothing to be set up or built. `wincancel merge` makes one run of the shards of a target.
    """
    chosen = chosen_targets(targets)
    jobs = planned_jobs(chosen, shards, seed, Selection(suites, patterns, classes))
    if as_json:
        click.echo(json.dumps({"include": [asdict(job) for job in jobs]}, indent=2))
    else:
        for job in jobs:
            click.echo(job.command)


@click.command("merge")
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option("--any-seed", is_flag=True, help="Also shards that were run with different seeds.")
@out_option
def merge_command(runs: tuple[str, ...], any_seed: bool, out: Path) -> None:
    """Make one run of the shards of one plan, each a file or a stored run's name.

    All shards must be there, whole, from the same sources and on the same target. Their own files stay.
    """
    store = RunStore(out)
    shards = stored_runs(store, runs)
    try:
        path = merge_shards(shards, store, any_seed)
    except NotOnePlanError as error:
        raise WrongUsageError(printable(str(error))) from error
    except (IncompletePlanError, StoreFailedError) as error:
        raise NoValidRunError(printable(str(error))) from error
    console().print(Text(f"{shards[0][0].target}: {path}"), soft_wrap=True)
