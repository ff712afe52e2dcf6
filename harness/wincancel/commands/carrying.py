"""`wincancel bundle` and `wincancel import`: to a machine without Python, and back."""

from __future__ import annotations

from pathlib import Path

import click

from ..build import ABIS, windows_executable
from ..bundle import RUN, write_bundle
from ..importing import Imported, import_stream
from ..parcel import BadParcelError, streams_of
from ..printable import one_line, printable
from ..store import RunStore, StoreFailedError
from ..target import NAME, TargetUnavailable
from .choices import out_option
from .console import NO_VALID_RUN, NoValidRunError


@click.command("bundle")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=Path("wincancel.zip"), show_default=True
)
def bundle_command(output: Path) -> None:
    """Build the executables and put them into a zip with run.cmd and a note for the person who runs it."""
    try:
        programs = []
        for abi in ABIS:
            click.echo(f"building for {abi}", err=True)
            programs.append(windows_executable(abi).build())
        write_bundle(programs, output)
    except (TargetUnavailable, OSError) as error:
        raise NoValidRunError(one_line(error)) from error
    click.echo(f"{output}: unpack it on the other machine, start {RUN}, then: ./wincancel import RESULTS")


def _name(context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    if given is not None and not NAME.fullmatch(given):
        raise click.BadParameter(f"{given!r} cannot be a target's name", context, parameter)
    return given


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--target", metavar="NAME", callback=_name, help="What to call what it ran on. Default: import-...")
@out_option
def import_command(files: tuple[Path, ...], target: str | None, out: Path) -> None:
    """Take results of another machine into the store: streams, or zips that hold some.

    A stream that is not a whole run is kept as incomplete. Exits 3 where one is not whole, or a file is not taken.
    """
    store = RunStore(out)
    failed = False
    for path in files:
        try:
            for parcelled in streams_of(path):
                failed |= _tell(import_stream(parcelled, store, target))
        except (BadParcelError, StoreFailedError, OSError) as error:
            click.echo(f"wincancel: {printable(one_line(error), 400)}", err=True)
            failed = True
    if failed:
        raise click.exceptions.Exit(NO_VALID_RUN)


def _tell(imported: Imported) -> bool:
    """Says what became of a stream; returns whether it is no valid run."""
    click.echo(f"{imported.path}{' was there before' if imported.known else ''}")
    if not imported.run.valid:
        problem = printable(str(imported.run.problems[0]), 300)
        click.echo(f"wincancel: {imported.path.name} is not a valid run: {problem}", err=True)
    return not imported.run.valid
