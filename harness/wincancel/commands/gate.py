"""`wincancel gate`: is a run as expected? And, with `--update`, the recording of what is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import gate_text
from ..expectations import BadExpectationsError
from ..gate import judge
from ..printable import printable
from ..since import judge_since
from ..store import RunStore
from ..updating import FEWEST_RUNS, UpdateRefusedError, update
from .choices import out_option, stored_runs
from .console import UNEXPECTED, NoValidRunError, WrongUsageError
from .gating import Shelf

if TYPE_CHECKING:
    from ..gate import Judgement
    from ..records import Run
    from ..store import StoredRun


@click.command("gate")
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option(
    "--expectations",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Default: fixtures/expectations/FAMILY.toml, by what the run measured.",
)
@click.option("--since", metavar="RUN", help="Compare with another run instead of a file.")
@click.option("--update", "updating", is_flag=True, help="Write the file from the runs instead of judging them.")
@click.option(
    "--runs",
    "fewest",
    type=click.IntRange(1, 1000),
    metavar="N",
    help=f"With --update: the fewest runs of a target that are enough; the file says so. Default: {FEWEST_RUNS}.",
)
@click.option("--markdown", is_flag=True, help="For a pull request.")
@out_option
def gate_command(
    runs: tuple[str, ...],
    file: Path | None,
    since: str | None,
    updating: bool,
    fewest: int | None,
    markdown: bool,
    out: Path,
) -> None:
    """Judge each RUN against what is expected: exit 0 as expected, 1 not, 2 wrong usage, 3 no valid run.

    A RUN is the name of a stored run, a path, or a target (its latest run). A regression fails the gate, and so do an
    entry that is better than recorded, a case nobody knows, and a known case that is missing from a whole run. With
    --since only regressions and missing cases fail it: a run has no entries that could be stale.
    """
    if since is not None and (updating or file is not None):
        raise WrongUsageError("--since takes the place of a file of expectations, which --update writes")
    if updating and markdown:
        raise WrongUsageError("--update judges nothing that --markdown could show")
    if fewest is not None and not updating:
        raise WrongUsageError("--runs is for --update")
    store = RunStore(out)
    read = [_valid(stored, run) for stored, run in stored_runs(store, runs)]
    if updating:
        try:
            for line in update(read, file, fewest or FEWEST_RUNS):
                click.echo(printable(line))
        except (UpdateRefusedError, BadExpectationsError) as error:
            raise WrongUsageError(printable(str(error))) from error
        except OSError as error:
            raise NoValidRunError(f"{error.filename}: {error.strerror}") from error
        return
    if since is None:
        shelf = Shelf()
        judgements = [
            judge(run, stored.name, shelf.asked_for(run.header, file), stored.part)
            for stored, run in read
            if run.header is not None
        ]
    else:
        judgements = _since(store, since, read)
    for judgement in judgements:
        click.echo(gate_text.markdown(judgement) if markdown else "\n".join(gate_text.lines(judgement)))
    if not all(judgement.passed for judgement in judgements):
        raise click.exceptions.Exit(UNEXPECTED)


def _valid(stored: StoredRun, run: Run) -> tuple[StoredRun, Run]:
    if not run.valid or not stored.complete:
        problem = printable(str(run.problems[0]), 300) if run.problems else "it was kept as incomplete"
        raise NoValidRunError(f"{printable(stored.name)} is not a valid run: {problem}")
    return stored, run


def _since(store: RunStore, name: str, read: list[tuple[StoredRun, Run]]) -> list[Judgement]:
    ((before_stored, before),) = [_valid(stored, run) for stored, run in stored_runs(store, (name,))]
    return [judge_since(before, before_stored.name, run, stored.name, stored.part) for stored, run in read]
