"""Runs that count: the executable built for coverage, what it counts gathered, and gcovr asked what that means.

The counts of a run are files in a directory of its own, beside which the compiler's notes about the same sources lie:
gcov needs both in one place.
"""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import build
from .build import Executable
from .code_coverage import BadCoverageError, CoveredFile, read_coverage
from .layout import ROOT, SUITES
from .phases import run_targets
from .scratch import scratch_directory
from .store import RunStore
from .subprocesses import run_quietly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from .claim import Claim
    from .execution import Session
    from .order import Order
    from .roles import Platform, Progress, Target
    from .run import TargetRun

COUNTING_ABI = "x86_64"
"""What there are programs for that count."""
_GCOV = "x86_64-w64-mingw32-gcov"
_GCOVR_SECONDS = 600


@dataclass(frozen=True)
class CountingSession:
    """A session in which programs built for coverage, in the directory `built`, put their counts into `counts`."""

    base: Session
    counts: Path
    built: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """That of `base`, and where gcov's library puts files instead of their place, without how much of its path."""
        strip = len(self.built.parts) - 1  # the first part is the root itself
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


class CountingPlatform:
    """The targets of `base`, on which a program built for coverage runs and counts."""

    def __init__(self, base: Platform, program: str, counts: Path) -> None:
        """`program` is the name of what runs, without its ABI; `counts` the directory for what it counts."""
        self.base = base
        self.program = program
        self.counts = counts
        self.unavailable: type[Exception] = base.unavailable

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
            yield CountingSession(session, self.counts, build.coverage_directory(ROOT))


@dataclass(frozen=True)
class CountedRun:
    """A run and what it says of the sources; nothing where it is not valid."""

    run: TargetRun
    files: Mapping[str, CoveredFile]


def count(
    program: str,
    target: Target,
    order: Order,
    platform: Platform,
    directory: Path,
    progress: Progress,
    stop: Callable[[], bool],
) -> CountedRun:
    """Runs `order` with that program, built for coverage; keeps stream and gcovr's report below `directory`.

    Raises as `run_targets` and `measure` do.
    """
    with scratch_directory() as scratch:
        counts = scratch / "counts"
        counts.mkdir()
        counting = CountingPlatform(platform, program, counts)
        (run,) = run_targets([target], order, counting, RunStore(directory), progress, stop)
        if not run.valid:
            return CountedRun(run, {})
        progress.note(target.name, "reading the counts")
        return CountedRun(run, measure(counts, directory / f"{program}.json"))


def measure(counts: Path, report: Path, root: Path = ROOT) -> dict[str, CoveredFile]:
    """What the counts in the directory `counts` say of the suites and the framework of the repository `root`.

    gcovr's own report of it is kept in the file `report`. Raises BadCoverageError, TargetUnavailable where gcovr fails,
    OSError.
    """
    built = build.coverage_directory(root)
    suites = root / SUITES.name
    for notes in built.rglob("*.gcno"):
        beside = counts / notes.relative_to(built)
        # Notes without counts are of what was not linked; gcov would take that for never run.
        if beside.with_suffix(".gcda").exists() and not beside.exists():
            beside.symlink_to(notes)
    if not any(counts.rglob("*.gcda")):
        raise BadCoverageError(f"nothing was counted in {counts}")
    run_quietly(
        [
            sys.executable, "-m", "gcovr", "--gcov-executable", _GCOV, "--root", root, "--filter", f"{suites.name}/",
            "--exclude", f"{suites.name}/framework/coverage/", "--json", report, counts,
        ],
        "reading the counts", _GCOVR_SECONDS, directory=root, log=report.with_suffix(".log"),
    )  # fmt: skip
    return read_coverage(report, suites)
