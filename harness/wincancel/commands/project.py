"""`wincancel test`: every test of the project itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..layout import ROOT, SUITES
from .console import UNEXPECTED

if TYPE_CHECKING:
    from collections.abc import Sequence

_HARNESS = ROOT / "harness"
# Most tests wait: for Wine, for a compiler, for a deadline. The tests of a file share its targets and stay together.
_SIDE_BY_SIDE = ("-n", "2", "--dist", "loadfile")


def _sources() -> list[str]:
    """The C sources and headers of the repository, sorted."""
    places = (SUITES, ROOT / "fixtures")
    return sorted(str(path.relative_to(ROOT)) for place in places for path in place.rglob("*.[ch]"))


def _checks() -> list[tuple[str, list[str]]]:
    """Name and command of everything that is checked before the tests run."""
    python = [sys.executable, "-m"]
    sources = _sources()
    # Not incremental: a cache that several runs share has named errors that are not there.
    mypy = ["mypy", "--no-incremental", "--config-file", "harness/pyproject.toml", "harness/wincancel", "harness/tests"]
    checks = [
        ("ruff check", [*python, "ruff", "check", "harness"]),
        ("ruff format", [*python, "ruff", "format", "--check", "harness"]),
        ("mypy", [*python, *mypy]),
    ]
    if sources:
        # The Windows headers are not there for cppcheck; what it cannot see it must not complain about.
        cppcheck = [
            "cppcheck",
            "--quiet",
            "--error-exitcode=1",
            "--inline-suppr",
            "--std=c11",
            "--platform=win64",
        ]
        cppcheck += [
            "--enable=warning,performance,portability",
            "--suppress=missingInclude",
            "--library=suites/framework/cppcheck.cfg",
            f"-j{os.cpu_count()}",
        ]
        checks += [
            ("clang-format", ["clang-format", "--dry-run", "-Werror", *sources]),
            ("cppcheck", [*cppcheck, "-Isuites/framework", *sources]),
            ("clang-tidy", [*python, "wincancel.tidy"]),
        ]
    return checks


def _passes(name: str, command: Sequence[str]) -> bool:
    """Runs one check from the root and says how it went; its output is shown only where it failed."""
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    if shutil.which(command[0], path=environment["PATH"]) is None:
        click.echo(f"{name}: FAILED: {command[0]} is not installed")
        return False
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    click.echo(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'}")
    if done.returncode:
        click.echo((done.stdout + done.stderr).rstrip())
    return done.returncode == 0


@click.command("test", context_settings={"ignore_unknown_options": True})
@click.option("--quick", is_flag=True, help="Only the tests, without the linters.")
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def test_command(quick: bool, pytest_arguments: tuple[str, ...]) -> None:
    """Run the linters, then pytest; PYTEST_ARGUMENTS such as -k or -x go to pytest, whose words are the last."""
    good = True
    if not quick:
        for name, command in _checks():
            good = _passes(name, command) and good
        sys.stdout.flush()
    pytest = [sys.executable, "-m", "pytest", "-c", str(_HARNESS / "pyproject.toml"), str(_HARNESS / "tests")]
    pytest += _SIDE_BY_SIDE
    code = subprocess.run([*pytest, *pytest_arguments], cwd=ROOT, check=False).returncode
    if code or not good:
        raise click.exceptions.Exit(UNEXPECTED)
