"""Runs that count: the executable built for coverage, what it counts gathered, and gcovr asked what that means.

The counts of a run are files in a directory of its own, beside which the compiler's notes about the same sources lie:
gcov needs both in one place.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import build
from .build import Executable
from .code_coverage import BadCoverageError, CoveredFile, read_coverage
from .execution import execute
from .layout import ROOT, SUITES
from .recording import record
from .readiness import list_cases
from .subprocesses import run_quietly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from .claim import Claim
    from .execution import Session
    from .roles import Platform, Target

_GCOV = "x86_64-w64-mingw32-gcov"
_GCOVR_SECONDS = 600


@dataclass(frozen=True)
class CountingSession:
    """A session in which programs built for coverage put their counts into the directory `counts`."""

    base: Session
    counts: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """That of `base`, and what gcov's library reads: where to put files instead of the root, and how much of
        their path to leave out."""
        strip = len(build.coverage_directory(ROOT).parts) - 1  # the first part is the root itself
        return {
            **self.base.environment,
            "GCOV_PREFIX": self.base.path(self.counts),
            "GCOV_PREFIX_STRIP": str(strip),
        }

    def command(self, executable: Path, arguments: Sequence[str]) -> list[str]:
        """That of `base`."""
        return self.base.command(executable, arguments)

    def path(self, path: Path) -> str:
        """As in `base`."""
        return self.base.path(path)


@dataclass(frozen=True)
class CountingPlatform:
    """The targets of `base`, on which programs built for coverage run and count into the directory `counts`."""

    base: Platform
    counts: Path
    program: str
    """The name of what runs, without its ABI."""

    @property
    def unavailable(self) -> type[Exception]:
        """That of `base`."""
        return self.base.unavailable

    def set_up(self, target: Target, report: Callable[[str], None]) -> None:
        """As `base` does."""
        self.base.set_up(target, report)

    def executable_for(self, target: Target) -> Executable:
        """The program, built for coverage."""
        return Executable("coverage", lambda: build.build_for_coverage(ROOT) / f"{self.program}-{target.abi}.exe")

    def claim(self, target: Target) -> Claim:
        """That of `base`."""
        return self.base.claim(target)

    def abandon(self) -> None:
        """As `base` does."""
        self.base.abandon()

    @contextlib.contextmanager
    def session(self, target: Target, scratch: Path) -> Iterator[Session]:
        """A session of `base` that counts."""
        with self.base.session(target, scratch) as session:
            yield CountingSession(session, self.counts)


def measure(counts: Path, report: Path) -> dict[str, CoveredFile]:
    """What the counts in the directory `counts` say of the sources of suites and framework, kept in the file `report`.

    Raises BadCoverageError, TargetUnavailable where gcovr fails, OSError.
    """
    built = build.coverage_directory(ROOT)
    for notes in built.rglob("*.gcno"):
        beside = counts / notes.relative_to(built)
        # Notes without counts are of what was not linked; gcov would take that for never run.
        if beside.with_suffix(".gcda").exists() and not beside.exists():
            beside.symlink_to(notes)
    if not any(counts.rglob("*.gcda")):
        raise BadCoverageError(f"nothing was counted in {counts}")
    run_quietly(
        [
            sys.executable, "-m", "gcovr", "--gcov-executable", _GCOV, "--root", ROOT, "--filter", f"{SUITES.name}/",
            "--json", report, counts,
        ],
        "reading the counts", _GCOVR_SECONDS, directory=ROOT, log=report.with_suffix(".log"),
    )  # fmt: skip
    return read_coverage(report, SUITES)
