"""`wincancel run`: each target runs what was ordered, and each stream is kept."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .case_list import BadCaseListError
from .execution import Ending, execute, how_ended, never, unwatched
from .order import limits_for, plan_mismatches, run_arguments
from .printable import one_line
from .readiness import list_cases, make_ready
from .records import Problem, Run
from .roles import InterruptedRunError
from .scratch import scratch_directory
from .store import Pending, RunStore, StoreFailedError
from .stream import StreamReader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from .order import Order
    from .roles import Platform, Progress, Target

_WRONG_USAGE = 2  # the executable's exit code
_NO_SPACE_BYTES = 256 << 10


@dataclass(frozen=True)
class TargetRun:
    """What came of one target: a run, valid or not, or the reason why there is none."""

    target: str
    run: Run | None
    error: str | None
    refused: bool = False
    """The executable took what it was told as wrong usage: a subject that is none, for example."""

    @property
    def valid(self) -> bool:
        """Whether there is a run, and a whole one."""
        return self.error is None and self.run is not None and self.run.valid


def run_targets(
    targets: Sequence[Target],
    order: Order,
    platform: Platform,
    store: RunStore,
    progress: Progress,
    stop: Callable[[], bool] = never,
) -> list[TargetRun]:
    """Runs `order` on each target, one after the other: cases that measure races want the machine for themselves.

    A target that cannot be had, or whose run breaks, is reported and costs no other target its run. Raises
    NothingSelectedError (before anything ran) and InterruptedRunError.
    """
    ready = make_ready(targets, platform, progress, stop)
    runs: list[TargetRun] = []
    for target in targets:
        executable = ready[target.name]
        if isinstance(executable, str):
            runs.append(TargetRun(target.name, None, executable))
            continue
        try:
            runs.append(run_target(target, executable, order, platform, store, progress, stop))
        except (platform.unavailable, StoreFailedError, BadCaseListError, OSError) as error:
            runs.append(TargetRun(target.name, None, one_line(error)))
    return runs


def run_target(
    target: Target,
    executable: Path,
    order: Order,
    platform: Platform,
    store: RunStore,
    progress: Progress,
    stop: Callable[[], bool] = never,
    watch: Callable[[StreamReader], None] = unwatched,
) -> TargetRun:
    """Runs `order` on a target that is ready. `watch` sees the stream as it grows.

    Raises NothingSelectedError, InterruptedRunError (the partial stream is kept), StoreFailedError, the platform's
    own error, OSError.
    """
    known = list_cases(target, executable, platform, stop)
    cases = order.selection.choose(known)
    limits = limits_for(cases, order)
    reader = StreamReader()

    def look(growing: StreamReader) -> None:
        progress.seen(target.name, growing)
        watch(growing)

    progress.started(target.name, len(cases) * order.repeat)
    pending = store.begin(target.name, part=len(cases) < len(known) or order.shard != (1, 1))
    try:
        with scratch_directory() as scratch:
            wanted = scratch / "cases.txt"
            wanted.write_text("".join(f"{case.id}\n" for case in cases), encoding="utf-8")
            with platform.session(target, scratch / "session") as session:
                arguments = run_arguments(order, session, wanted, pending.path)
                ending = execute(
                    session,
                    executable,
                    arguments,
                    pending.path,
                    limits,
                    reader,
                    look,
                    stop,
                    directory=scratch,
                )
    except BaseException:
        with contextlib.suppress(StoreFailedError):
            store.keep(pending, valid=False)
        raise
    finally:
        progress.ended(target.name, reader)
    problems = plan_mismatches(reader.header, order, {case.id for case in cases}, target.abi)
    return _judge(target, ending, reader, problems, store, pending, stop)


def _judge(
    target: Target,
    ending: Ending,
    reader: StreamReader,
    mismatches: list[Problem],
    store: RunStore,
    pending: Pending,
    stop: Callable[[], bool],
) -> TargetRun:
    run = reader.run(pending.path)
    run = Run(run.path, run.header, run.results, run.footer, (*run.problems, *mismatches))
    error: str | None = None
    if ending.stopped is not None:
        error = f"the executable was ended: {ending.stopped}"
    elif not run.valid:
        error = f"incomplete run: {run.problems[0]}; {how_ended(ending)}"
    elif ending.exit_code != 0:
        error = f"the stream is whole, but {how_ended(ending)}"
    if error and _full(pending.path.parent):
        error = f"no space left for results in {pending.path.parent.parent}"
    path = store.keep(pending, valid=error is None)
    if stop():
        raise InterruptedRunError
    kept = Run(path, run.header, run.results, run.footer, run.problems)
    refused = ending.exit_code == _WRONG_USAGE and run.header is None
    return TargetRun(target.name, kept, how_ended(ending) if refused else error, refused)


def _full(directory: Path) -> bool:
    with contextlib.suppress(OSError):
        room = os.statvfs(directory)
        return room.f_bavail * room.f_frsize < _NO_SPACE_BYTES
    return False
