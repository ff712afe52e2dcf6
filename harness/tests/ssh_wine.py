"""A Wine as another machine would have it: reached by SSH alone, and started by a command of that machine."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wincancel import adapters, processes
from wincancel.execution import Ending, Limits, execute, never, unwatched
from wincancel.order import Order, run_arguments
from wincancel.stream import StreamReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from real_target import RealTarget
    from ssh_server import Server

    from wincancel.records import Run
    from wincancel.targets import Target

CASES = ("CSIO-NOTFOUND-1/", "CSIO-ACCESS-1/")


@dataclass(frozen=True)
class FarWine:
    """`command` starts it; `prefix` is what its processes are known by."""

    server: Server
    command: Path
    prefix: Path
    wine: RealTarget
    scratch: Path

    @property
    def target(self) -> Target:
        """The target that it is."""
        return self.server.target(command=[str(self.command)])

    def processes(self) -> list[int]:
        """What runs on it."""
        return processes.of_prefix(self.prefix)

    def cases(self) -> list[str]:
        """The ids of a few cases."""
        return [case for case in self.wine.supports() if case.startswith(CASES)]

    def run(
        self,
        repeat: int = 1,
        watch: Callable[[StreamReader], None] = unwatched,
        stop: Callable[[], bool] = never,
        subject: Path | None = None,
    ) -> tuple[Run, Ending]:
        """Runs a few cases on it, in a session of their own."""
        stream, wanted = self.scratch / "stream.jsonl", self.scratch / "cases.txt"
        wanted.write_text("".join(f"{case}\n" for case in self.cases()))
        reader = StreamReader()
        with adapters.session(self.target, self.scratch / "session") as session:
            order = Order(repeat=repeat, subject=None if subject is None else str(subject))
            arguments = run_arguments(order, session, wanted, stream)
            ending = execute(
                session, self.wine.executable, arguments, stream, Limits(120, 120), reader, watch, stop
            )  # fmt: skip
        return reader.run(stream), ending


@contextlib.contextmanager
def wine_behind(server: Server, wine: RealTarget, scratch: Path) -> Iterator[FarWine]:
    """The Wine of `wine` once more, in a prefix of its own, whose server starts and ends with what runs in it."""
    prefix = scratch / "prefix"
    # Without what belongs to the server that runs in the other one.
    shutil.copytree(wine.session.prefix, prefix, symlinks=True, ignore=shutil.ignore_patterns("wineserver", "*.log"))
    environment = dict(wine.session.environment) | {"HOME": str(prefix), "WINEPREFIX": str(prefix)}
    words = shlex.join(f"{name}={value}" for name, value in environment.items())
    command = scratch / "far wine"
    command.write_text(f'#!/bin/sh\nexec env {words} {shlex.quote(environment["WINELOADER"])} "$@"\n')
    command.chmod(0o755)
    try:
        yield FarWine(server, command, prefix, wine, scratch)
    finally:
        processes.end_prefix(prefix, 10)


def await_true(holds: Callable[[], bool]) -> None:
    """Waits until that is so; for a minute at most."""
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)  # sleep-ok: between looks
