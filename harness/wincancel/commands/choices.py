"""Options and arguments that several commands take, read the same way in each."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from .. import targets
from ..clauses import BadRegisterError, Register, load_registers
from ..layout import OUT
from ..store import RunNotFoundError, RunStore
from ..stream import read_run
from .console import NoValidRunError, WrongUsageError

if TYPE_CHECKING:
    from ..records import Run
    from ..store import StoredRun
    from ..target import Target

_Command = TypeVar("_Command", bound=Callable[..., object])


def target_option(command: _Command) -> _Command:
    """`-t TARGET`, any number of times."""
    return click.option(
        "-t", "--target", "targets", multiple=True, metavar="TARGET",
        help="Name of a target, or all that this machine can have. Default: wine-8.0 and wine-10.0.",
    )(command)  # fmt: skip


def chosen_targets(names: Sequence[str]) -> list[Target]:
    """The targets of `-t`; says which ones `all` leaves out, and why."""
    try:
        chosen, lacking = targets.to_be_had(names)
    except ValueError as error:
        raise WrongUsageError(error) from error
    for name, why in lacking.items():
        click.echo(f"wincancel: without {name}: {why}", err=True)
    return chosen


def selection_options(command: _Command) -> _Command:
    """`--suite`, `-k` and `--class`: the parts of a Selection."""
    for option in (
        click.option("--class", "classes", multiple=True, metavar="CLASS", help="shared, waiting or exclusive."),
        click.option(
            "-k", "--filter", "patterns", multiple=True, metavar="GLOB",
            help="Cases whose whole id matches; * and ? only.",
        ),
        click.option("--suite", "suites", multiple=True, metavar="NAME", help="Cases of this suite."),
    ):  # fmt: skip
        command = option(command)
    return command


def out_option(command: _Command) -> _Command:
    """`--out DIR`, where runs and reports are kept."""
    return click.option(
        "--out", type=click.Path(path_type=Path, file_okay=False), default=OUT, metavar="DIR",
        help="Where runs and reports are kept. Default: out.",
    )(command)  # fmt: skip


def shard(context: click.Context, parameter: click.Parameter, given: str) -> tuple[int, int]:
    """Reads I/N."""
    match = re.fullmatch(r"(\d{1,6})/(\d{1,6})", given)
    if not match or not 1 <= int(match[1]) <= int(match[2]) <= 10000:
        raise click.BadParameter(f"{given!r} is not I/N with I from 1 to N", context, parameter)
    return int(match[1]), int(match[2])


def finite(context: click.Context, parameter: click.Parameter, given: float | None) -> float | None:
    """Refuses NaN, which every range of numbers lets pass."""
    if given is not None and math.isnan(given):
        raise click.BadParameter("not a number", context, parameter)
    return given


def data(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Reads NAME=PATH, any number of them."""
    pairs = [text.partition("=") for text in given]
    for text, (name, sign, path) in zip(given, pairs, strict=True):
        if not (name and sign and path):
            raise click.BadParameter(f"{text!r} is not NAME=PATH", context, parameter)
    return {name: path for name, _, path in pairs}


def register() -> Register:
    """The clauses of all suites."""
    try:
        return load_registers()
    except BadRegisterError as error:
        raise NoValidRunError(error) from error


def stored_runs(store: RunStore, names: tuple[str, ...], case: str | None = None) -> list[tuple[StoredRun, Run]]:
    """The runs of those names, read; without names the latest of each target, if it can be one that planned `case`."""
    try:
        found = store.find(names, case) if names else (store.latest(case) or store.latest())
    except RunNotFoundError as error:
        raise WrongUsageError(error) from error
    if not found:
        raise WrongUsageError(f"there is no run in {store.directory}; make one with: ./wincancel run")
    try:
        return [(stored, read_run(stored.path)) for stored in found]
    except OSError as error:
        raise NoValidRunError(f"{error.filename}: {error.strerror}") from error
