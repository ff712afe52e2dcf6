"""A real target to run the real executables on, private to the tests that use it."""

from __future__ import annotations

import contextlib
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from wincancel import adapters, targets
from wincancel.case_list import parse_case_list
from wincancel.session import Session
from wincancel.stream import read_run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wincancel.records import Run


@contextlib.contextmanager
def wine_session(target: targets.Target, scratch: Path) -> Iterator[Session]:
    """A session on `target`, with what only Wine's have: a prefix, a network, strays."""
    with adapters.session(target, scratch) as session:
        assert isinstance(session, Session)
        yield session


@dataclass(frozen=True)
class Finished:
    """How a run of the executable ended, and the stream it wrote (None: it wrote none)."""

    exit_code: int
    said: str
    errors: str
    run: Run | None

    @property
    def valid_run(self) -> Run:
        """The run, which must be valid."""
        assert self.run is not None, f"no stream; exit code {self.exit_code}: {self.errors or self.said}"
        assert self.run.valid, f"exit code {self.exit_code}: {self.run.problems[:3]} {self.errors}"
        return self.run


@dataclass
class RealTarget:
    """An open session on a target, and the executables built for it."""

    target: targets.Target
    session: Session
    executable: Path
    scratch: Path
    _number: int = 0
    _supports: dict[str, frozenset[str]] = field(default_factory=dict)

    def program(self, name: str) -> Path:
        """Another file of the same build: `wincancel-zoo`, or `subjects/NAME.dll`."""
        return self.executable.parent / name

    def run(
        self,
        *arguments: str,
        executable: Path | None = None,
        subject: str | None = None,
        cases: Sequence[str] | None = None,
        deadline: float = 240,
    ) -> Finished:
        """Runs the executable's `run` with a stream, on a subject of the build or on the target's own functions."""
        self._number += 1
        out = self.scratch / f"run-{self._number}.jsonl"
        wanted: list[str] = []
        if subject is not None:
            wanted += ["--subject", self.session.path(self.program(f"subjects/{subject}.dll"))]
        if cases is not None:
            file = self.scratch / f"cases-{self._number}.txt"
            file.write_text("".join(f"{case}\n" for case in cases), encoding="utf-8")
            wanted += ["--cases", self.session.path(file)]
        done = self.call(
            "run", "--out", self.session.path(out), *wanted, *arguments, executable=executable, deadline=deadline
        )
        return Finished(done.returncode, done.stdout, done.stderr, read_run(out) if out.exists() else None)

    def supports(self) -> dict[str, frozenset[str]]:
        """For each case, the functions whose absence would make it UNSUPPORTED."""
        if not self._supports:
            cases = parse_case_list(self.call("list", "--json").stdout)
            self._supports = {case.id: frozenset(case.supports) for case in cases}
        return self._supports

    def call(
        self, *arguments: str, executable: Path | None = None, deadline: float = 60
    ) -> subprocess.CompletedProcess[str]:
        """Any call of the executable."""
        return subprocess.run(
            self.session.command(executable or self.executable, arguments),
            env=dict(self.session.environment),
            cwd=self.scratch,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=deadline,
        )


def open_target(name: str, scratch: Path) -> Iterator[RealTarget]:
    """Sets the target up, builds for it, and keeps a session open; for fixtures."""
    (target,) = targets.select([name])
    adapters.setup(target, print)
    executable = adapters.executable(target).build()
    with wine_session(target, scratch / "session") as session:
        yield RealTarget(target, session, executable, scratch)
