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

from .build import build
from .layout import OUT, ROOT
from .target import TargetUnavailable

_ABI = "x86_64"
_TARGET = "x86_64-w64-windows-gnu"  # the sources are compiled by mingw-w64; clang finds its headers by this name
_SECONDS = 300  # of one source
_HEADERS = ("suites", "fixtures")


@dataclass(frozen=True)
class Compilation:
    """A source, and the command that compiles it."""

    source: Path
    command: str


def read_database(path: Path) -> list[Compilation]:
    """The compilations that a build has, without those of sources it generates itself."""
    entries = json.loads(path.read_bytes())
    found = [Compilation(Path(entry["file"]), entry["command"]) for entry in entries]
    return [one for one in found if not one.source.is_relative_to(path.parent)]


def findings(root: Path, build_directory: Path, stamps: Path) -> list[str]:
    """What clang-tidy says of each source of the build that is not clean.

    `stamps` keeps what was clean. Raises OSError where clang-tidy cannot be run.
    """
    about_all = _about_all(root)
    compilations = read_database(build_directory / "compile_commands.json")
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
            f"--extra-arg=--target={_TARGET}",
            "-p",
            build_directory,
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


def main() -> int:
    """Looks at the sources of this repository, as they are built; prints the findings. Returns the exit code."""
    try:
        directory = build(_ABI, ROOT).parent
        found = findings(ROOT, directory, OUT / "tidy")
    except (TargetUnavailable, OSError, subprocess.SubprocessError) as error:
        print(f"clang-tidy cannot be run: {error}", file=sys.stderr)
        return 1
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
