"""One execution of the executable on one target: what it was given, what its stream says, and what is wrong with it."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .claim import claim_mismatches
from .execution import Ending, execute, how_ended, never, unwatched
from .faults import FaultySession
from .order import limits_for, plan_mismatches, run_arguments
from .records import Run
from .scratch import scratch_directory
from .stream import StreamReader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from .case_list import ListedCase
    from .order import Order
    from .roles import Platform, Progress, Target

_WRONG_USAGE = 2  # the executable's exit code
_NO_SPACE_BYTES = 256 << 10


@dataclass(frozen=True)
class Recording:
    """A stream that nobody has kept yet; `error` is why it is no valid run, None where it is one."""

    run: Run
    error: str | None
    refused: bool = False
    """The executable took what it was told as wrong usage: a subject that is none, for example."""


def record(
    target: Target,
    executable: Path,
    cases: Sequence[ListedCase],
    order: Order,
    platform: Platform,
    stream: Path,
    progress: Progress,
    stop: Callable[[], bool] = never,
    watch: Callable[[StreamReader], None] = unwatched,
) -> Recording:
    """Runs `cases` as `order` says in a session of their own, into the file `stream`. `watch` sees it as it grows.

    Once `stop` answers true the executable is ended, and what it wrote until then is the recording. Raises the
    platform's own error and OSError.
    """
    limits = limits_for(cases, order)
    reader = StreamReader()

    def look(growing: StreamReader) -> None:
        progress.seen(target.name, growing)
        watch(growing)

    progress.started(target.name, len(cases) * order.repeat)
    try:
        with scratch_directory() as scratch:
            wanted = scratch / "cases.txt"
            wanted.write_text("".join(f"{case.id}\n" for case in cases), encoding="utf-8")
            with platform.session(target, scratch / "session") as entered:
                session = entered if order.fault is None else FaultySession(entered, order.fault)
                arguments = run_arguments(order, session, wanted, stream)
                ending = execute(
                    session, executable, arguments, stream, limits, reader, look, stop, directory=scratch
                )  # fmt: skip
    finally:
        progress.ended(target.name, reader)
    run = reader.run(stream)
    mismatches = plan_mismatches(reader.header, order, {case.id for case in cases}, target.abi)
    mismatches += claim_mismatches(reader.header, platform.claim(target))
    return _judged(Run(run.path, run.header, run.results, run.footer, (*run.problems, *mismatches)), ending, stream)


def _judged(run: Run, ending: Ending, stream: Path) -> Recording:
    error: str | None = None
    if ending.stopped is not None:
        error = f"the executable was ended: {ending.stopped}"
    elif not run.valid:
        error = f"incomplete run: {run.problems[0]}; {how_ended(ending)}"
    elif ending.exit_code != 0:
        error = f"the stream is whole, but {how_ended(ending)}"
    if error and _full(stream.parent):
        error = f"no space left for results in {stream.parent.parent}"
    if ending.exit_code == _WRONG_USAGE and run.header is None:
        return Recording(run, how_ended(ending), refused=True)
    return Recording(run, error)


def _full(directory: Path) -> bool:
    with contextlib.suppress(OSError):
        room = os.statvfs(directory)
        return room.f_bavail * room.f_frsize < _NO_SPACE_BYTES
    return False
