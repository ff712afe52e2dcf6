"""Faults to put into a copy of a file of the wire layer: what its tests, and its fuzz target, are worth."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from wincancel.layout import ROOT

WIRE = ROOT / "suites/rpc_cancel_thread/wire"
NATIVE = ROOT / "fixtures/wire"
SECONDS = 120
# A fault may well be one that a compiler warns of: that is not what is tried here.
COMPILER = ("clang", "-std=c11", "-w", "-g", f"-I{WIRE}", f"-I{NATIVE}")


@dataclass(frozen=True)
class Fault:
    """One change of a source: the text, which must be there once, and what is put in its place."""

    name: str
    file: str
    before: str
    after: str


@dataclass(frozen=True)
class Objects:
    """A program of the wire layer before it is linked, so that one of its files can be another."""

    flags: tuple[str, ...]
    paths: tuple[Path, ...]

    def link_with(self, fault: Fault, directory: Path) -> Path:
        """The program with that fault."""
        text = (WIRE / fault.file).read_text(encoding="utf-8")
        assert text.count(fault.before) == 1, f"{fault.file} has changed: {fault.before}"
        faulty = directory / fault.file
        faulty.write_text(text.replace(fault.before, fault.after), encoding="utf-8")
        others = [path for path in self.paths if path.stem != faulty.stem]
        program = directory / fault.name
        _run([*COMPILER, *self.flags, faulty, *others, "-o", program], directory)
        return program


def compile_objects(directory: Path, sources: list[Path], *flags: str) -> Objects:
    """The objects of `sources` and of the whole wire layer, in `directory`."""
    _run([*COMPILER, *flags, "-c", *sources, *WIRE.glob("*.c")], directory)
    return Objects(flags, tuple(sorted(directory.glob("*.o"))))


def _run(command: list[str | Path], directory: Path) -> None:
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
