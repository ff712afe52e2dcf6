"""clang-tidy over the C sources, by the checks of `.clang-tidy`: `python -m wincancel.tidy`, part of `wincancel test`.

A source that was found clean is not looked at again before it, a header, the checks or the command of its compilation
change: a first look at everything takes more than a minute on two processors.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .build import build, build_winpr
from .layout import OUT, ROOT
from .target import TargetUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

_ABI = "x86_64"
_MINGW = "--extra-arg=--target=x86_64-w64-windows-gnu"  # what clang finds the headers of mingw-w64 by
_SECONDS = 300  # of one source
_HEADERS = ("suites", "fixtures")


@dataclass(frozen=True)
class Build:
    """A directory that CMake builds in, and what clang-tidy must be told about all of its compilations."""

    directory: Path
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Compilation:
    """A source, and the command that compiles it in a build."""

    source: Path
    command: str
    build: Build


def compilations_of(builds: Sequence[Build]) -> list[Compilation]:
    """Each source as the first build compiles it that does, without those that a build generates."""
    found: dict[Path, Compilation] = {}
    for one in builds:
        for entry in json.loads((one.directory / "compile_commands.json").read_bytes()):
            source = Path(entry["file"])
            if not source.is_relative_to(one.directory):
                found.setdefault(source, Compilation(source, entry["command"], one))
    return list(found.values())


def findings(root: Path, builds: Sequence[Build], stamps: Path) -> list[str]:
    """What clang-tidy says of each source of the builds that is not clean.

    `stamps` keeps what was clean. Raises OSError where clang-tidy cannot be run.
    """
    about_all = _about_all(root)
    compilations = compilations_of(builds)
    marks = {one: stamps / _digest(about_all, one.command.encode(), one.source.read_bytes()) for one in compilations}
    stamps.mkdir(parents=True, exist_ok=True)
    for old in set(stamps.iterdir()) - set(marks.values()):
        old.unlink(missing_ok=True)

    def look(one: Compilation) -> str:
        if marks[one].exists():
            return ""
        command: list[str | Path] = [
            "clang-tidy",
            "--quiet",
            *one.build.arguments,
            "-p",
            one.build.directory,
            one.source,
        ]
        done = subprocess.run(
            command,
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        if done.returncode == 0:
            marks[one].touch()
            return ""
        return (done.stdout or done.stderr).rstrip()

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [said for said in pool.map(look, compilations) if said]


def _about_all(root: Path) -> bytes:
    """What every source depends on: the program, the checks, and, not told apart, all headers."""
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, check=True).stdout
    headers = sorted(path for place in _HEADERS for path in (root / place).rglob("*.h"))
    texts = [text for path in headers for text in (str(path.relative_to(root)).encode(), path.read_bytes())]
    return _digest(version, (root / ".clang-tidy").read_bytes(), *texts).encode()


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def builds_of_the_sources() -> list[Build]:
    """The builds that together compile every source of this repository for a target. Raises TargetUnavailable."""
    return [Build(build(_ABI, ROOT).parent, (_MINGW,)), Build(build_winpr(ROOT).parent)]


def main() -> int:
    """Looks at the sources of this repository, as they are built; prints the findings. Returns the exit code."""
    try:
        found = findings(ROOT, builds_of_the_sources(), OUT / "tidy")
    except (TargetUnavailable, OSError, subprocess.SubprocessError) as error:
        print(f"clang-tidy cannot be run: {error}", file=sys.stderr)
        return 1
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
