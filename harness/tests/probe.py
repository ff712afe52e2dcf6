"""The program that the tests of sessions run, compiled when first needed."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from wincancel.layout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from wincancel.session import Session

SOURCE = ROOT / "harness/tests/probes/session_probe.c"
SECONDS = 60


def compiled(abi: str, directory: Path) -> Path:
    """The probe for `abi`, below `directory`."""
    program = directory / f"session-probe-{abi}.exe"
    if not program.exists():
        compiler = f"{abi}-w64-mingw32-gcc"
        flags = ["-std=c11", "-Wpedantic", "-Wall", "-Wextra", "-Werror", "-static"]
        subprocess.run([compiler, *flags, "-o", program, SOURCE, "-lws2_32"], check=True, timeout=SECONDS)
    return program


def run(session: Session, program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the probe to its end. Its output goes to files: what outlives it may hold its output open."""
    output = session.prefix / "probe.out"
    errors = session.prefix / "probe.err"
    with output.open("wb") as out, errors.open("wb") as err:
        done = subprocess.run(
            session.command(program, arguments),
            env=session.environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            timeout=SECONDS,
            check=False,
        )
    return subprocess.CompletedProcess(done.args, done.returncode, output.read_text(), errors.read_text())
