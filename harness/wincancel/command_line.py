"""The command line: a group of commands, each in a module of its own below `commands`.

Exit codes, everywhere: 0 as expected, 1 unexpected results, 2 wrong usage, 3 no valid run (environment, incomplete).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import click

from .commands.carrying import bundle_command, import_command
from .commands.cases import clauses_command, list_command
from .commands.coverage import coverage_command
from .commands.diff import diff_command
from .commands.findings import findings_command
from .commands.gate import gate_command
from .commands.matrix_jobs import merge_command, plan_command
from .commands.mutants import mutants_command
from .commands.outputs import export_command, report_command, show_command
from .commands.project import test_command
from .commands.running import run_command
from .commands.target import setup_command, targets_command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--targets",
    "targets_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Targets of your own, beside the shipped ones. Default: $WINCANCEL_TARGETS.",
)
@click.pass_context
def main(context: click.Context, targets_file: Path | None) -> None:
    """Run the wincancel conformance suite on targets, and see what they answered."""
    if targets_file is not None:
        context.with_resource(_environment("WINCANCEL_TARGETS", str(targets_file.absolute())))


@contextlib.contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    """Sets a variable, for this call of the command line and what it starts."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


for command in (
    run_command,
    test_command,
    list_command,
    clauses_command,
    show_command,
    diff_command,
    findings_command,
    report_command,
    export_command,
    gate_command,
    targets_command,
    setup_command,
    mutants_command,
    plan_command,
    merge_command,
    coverage_command,
    bundle_command,
    import_command,
):
    main.add_command(command)
