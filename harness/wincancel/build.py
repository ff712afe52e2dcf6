"""The executables, and programs for this machine, built by CMake's presets out of the sources beside the harness."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from . import cache
from .layout import ROOT
from .subprocesses import run_quietly
from .target import TargetUnavailable

ABIS = ("x86_64", "i686")
"""What there are executables for Windows for."""
_BUILD_SECONDS = 900
_LOCK_SECONDS = 900


@dataclass(frozen=True)
class Executable:
    """What runs on a target. Those of one name are the same: targets that share it have it built once."""

    name: str
    """As a user is told of it while it is built."""
    build: Callable[[], Path] = field(compare=False)
    """Brings it up to date and returns it. Raises TargetUnavailable with the first error of the compiler."""
    needs_target: bool = False
    """It is built against what the target's set-up makes, so not before that is done."""


def windows_executable(abi: str) -> Executable:
    """The executable for Windows programs of `abi`, out of the sources beside the harness."""
    return Executable(abi, lambda: build(abi, ROOT))


def executable(abi: str, root: Path) -> Path:
    """Where the executable for `abi` lies in the repository `root`, built or not."""
    return root / "out/build" / abi / f"wincancel-{abi}.exe"


def build(abi: str, root: Path) -> Path:
    """Brings the executable for `abi` up to date with the sources in the repository `root`; returns it.

    With nothing to do it takes what Ninja takes to see that. Safe in several processes at once. Raises
    TargetUnavailable with the first error of the compiler where the build fails; the whole of it is kept in
    `out/build/ABI.log`.
    """
    if abi not in ABIS:
        raise TargetUnavailable(f"there is no executable for {abi}")
    log = _build(abi, root, root, f"building for {abi}")
    built = executable(abi, root)
    if not built.exists():
        raise TargetUnavailable(f"building for {abi} failed: there is no {built.relative_to(root)} (see {log})")
    return built


def build_winpr(root: Path) -> Path:
    """Brings the executable for WinPR up to date, as `build` does; returns it. It fits every version of WinPR.

    It finds none by itself: see `tree.relocate`.
    """
    _build("winpr", root, root, "building for WinPR")
    return root / "out/build/winpr/wincancel-winpr"


def coverage_directory(root: Path) -> Path:
    """Where programs that count what runs of them are built; gcov's library is told how much of their paths to drop."""
    return root / "out/build/coverage"


def build_for_coverage(root: Path) -> Path:
    """Brings the 64-bit programs that count what runs of them up to date, as `build` does; returns their directory."""
    _build("coverage", root, root, "building for coverage")
    return coverage_directory(root)


def build_native(root: Path) -> Path:
    """Brings the programs for this machine (`fixtures/wire`) up to date, as `build` does; returns their directory."""
    _build("native", root / "fixtures/wire", root, "building for this machine")
    return root / "out/build/native"


def _build(preset: str, project: Path, root: Path, purpose: str) -> Path:
    """Runs what the preset of a CMake project says, into `out/build/PRESET`; returns the log."""
    place = root / "out/build" / preset
    log = place.with_suffix(".log")
    try:
        with cache.exclusive(place.with_suffix(".lock"), _LOCK_SECONDS):
            if _of_another_place(place, project):
                shutil.rmtree(place)
            # Configured once; from then on Ninja sees for itself when that is to be done again.
            steps = ["--build", "--preset"] if (place / "build.ninja").exists() else ["--workflow", "--preset"]
            run_quietly(["cmake", *steps, preset], purpose, _BUILD_SECONDS, directory=project, log=log)
    except OSError as error:
        raise TargetUnavailable(f"out/build cannot be written: {error}") from error
    return log


def _of_another_place(place: Path, project: Path) -> bool:
    """Whether `place` came here with a copy of the repository: CMake refuses to build there."""
    try:
        configured = (place / "CMakeCache.txt").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return False
    return f"\nCMAKE_HOME_DIRECTORY:INTERNAL={project}\n" not in configured
