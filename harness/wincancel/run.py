"""`wincancel run`: set up what is missing, build, run each target, keep each stream."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from .case_list import BadCaseListError, ListedCase, Selection, cached_case_list
from .execution import Ending, Limits, Session, execute, never, unwatched
from .printable import printable
from .records import Header, Problem, Run
from .scratch import scratch_directory
from .store import Pending, RunStore, StoreFailedError
from .stream import StreamReader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_LIST_LIMITS = Limits(silence=120, total=120)
_LIST_BYTES = 16 << 20
_SILENCE_BESIDE_CASES = 60.0  # of start-up, probes and the runner's own deadlines
_ABANDON_SECONDS = 10.0
_LONGEST_TOTAL = 3600.0
_WRONG_USAGE = 2  # the executable's exit code
_NO_SPACE_BYTES = 256 << 10


class Target(Protocol):
    """What a run needs to know of a target."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def abi(self) -> str:
        """Which executable runs on it."""
        ...


class Platform(Protocol):
    """How targets are made available and entered; `wincancel.platforms` has the real one."""

    unavailable: type[Exception]
    """Raised, with one line for the user, where a target or its executable cannot be had."""

    def set_up(self, target: Target, report: Callable[[str], None]) -> None:
        """Makes the target available, saying by `report` what takes time."""
        ...

    def build(self, abi: str) -> Path:
        """The executable for an ABI, built where it is not up to date."""
        ...

    def abandon(self) -> None:
        """Makes set-ups and builds that are under way end soon, unsuccessfully."""
        ...

    def session(self, target: Target, scratch: Path) -> AbstractContextManager[Session]:
        """A private place on the target, with its files below `scratch`; its end ends all that runs in it."""
        ...


class InterruptedRunError(Exception):
    """The user, or a signal, ended the harness."""


class Progress(Protocol):
    """Is told how far things are."""

    def note(self, target: str, message: str) -> None:
        """Something worth a line."""
        ...

    def started(self, target: str, cases: int) -> None:
        """A run of that many cases (times repeats) begins."""
        ...

    def seen(self, target: str, reader: StreamReader) -> None:
        """The stream was looked at."""
        ...

    def ended(self, target: str, reader: StreamReader) -> None:
        """The executable has ended, in whatever way."""
        ...


@dataclass(frozen=True)
class Order:
    """What is asked of a run; the same for every target of it."""

    selection: Selection = field(default_factory=Selection)
    subject: str | None = None
    data: Mapping[str, str] = field(default_factory=dict)
    repeat: int = 1
    shard: tuple[int, int] = (1, 1)
    jobs: int | None = None
    seed: int = 1
    shuffle: bool = True
    timeout_scale: float = 1.0
    limits: Limits | None = None
    """Deadlines other than those that follow from the cases' budgets; scaled like them."""


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


def make_ready(
    targets: Sequence[Target], platform: Platform, progress: Progress, stop: Callable[[], bool] = never
) -> dict[str, Path | str]:
    """Sets up all targets and builds all their ABIs, at the same time; gives the executable, or why there is none.

    Once `stop` answers true all of that is ended, and then InterruptedRunError raised.
    """
    outcomes: dict[tuple[str, str], Path | str | None] = {}

    def set_up(target: Target) -> None:
        try:
            platform.set_up(target, lambda message: progress.note(target.name, message))
            outcomes["target", target.name] = None
        except (platform.unavailable, OSError) as error:
            outcomes["target", target.name] = one_line(error)

    def build(abi: str) -> None:
        try:
            outcomes["abi", abi] = platform.build(abi)
        except (platform.unavailable, OSError) as error:
            outcomes["abi", abi] = one_line(error)

    threads = [threading.Thread(target=set_up, args=(target,), daemon=True) for target in targets]
    threads += [
        threading.Thread(target=build, args=(abi,), daemon=True) for abi in sorted({target.abi for target in targets})
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        if stop():
            platform.abandon()
            deadline = time.monotonic() + _ABANDON_SECONDS
            for thread in threads:
                thread.join(timeout=max(0.0, deadline - time.monotonic()))
            raise InterruptedRunError
        next(thread for thread in threads if thread.is_alive() or thread is threads[-1]).join(timeout=0.2)
    broken = "set-up ended unexpectedly"
    return {
        target.name: outcomes.get(("target", target.name), broken) or outcomes.get(("abi", target.abi)) or broken
        for target in targets
    }


def list_cases(
    target: Target, executable: Path, platform: Platform, stop: Callable[[], bool] = never
) -> list[ListedCase]:
    """The cases of the executable, asked of it on `target` where no cached answer is there. Raises BadCaseListError."""

    def ask() -> str:
        with scratch_directory() as scratch, platform.session(target, scratch / "session") as session:
            ending = execute(
                session, executable, ["list", "--json"], scratch / "no-stream", _LIST_LIMITS, StreamReader(),
                stop=stop, directory=scratch, output_bytes=_LIST_BYTES,
            )  # fmt: skip
            if stop():
                raise InterruptedRunError
            if ending.exit_code != 0:
                raise BadCaseListError(f"no list of cases from {target.name}: {how_ended(ending)}")
            return ending.said

    return cached_case_list(executable, executable.with_name(f"{executable.stem}.list.json"), ask)


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
    cases = order.selection.choose(list_cases(target, executable, platform, stop))
    limits = limits_for(cases, order)
    reader = StreamReader()

    def look(growing: StreamReader) -> None:
        progress.seen(target.name, growing)
        watch(growing)

    progress.started(target.name, len(cases) * order.repeat)
    pending = store.begin(target.name)
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


def run_arguments(order: Order, session: Session, wanted: Path, stream: Path) -> list[str]:
    """The executable's command line. Cases go by file: a list of arguments can be too long."""
    arguments = [
        "run",
        "--cases",
        session.path(wanted),
        "--out",
        session.path(stream),
        "--seed",
        str(order.seed),
    ]
    if order.jobs is not None:
        arguments += ["--jobs", str(order.jobs)]
    if order.shard != (1, 1):
        arguments += ["--shard", f"{order.shard[0]}/{order.shard[1]}"]
    if order.repeat != 1:
        arguments += ["--repeat", str(order.repeat)]
    if not order.shuffle:
        arguments.append("--no-shuffle")
    if order.timeout_scale != 1:
        arguments += ["--timeout-scale", f"{order.timeout_scale:g}"]
    if order.subject is not None:
        arguments += ["--subject", _for_target(order.subject, session)]
    for name, path in order.data.items():
        arguments += ["--data", f"{name}={_for_target(path, session)}"]
    return arguments


def _for_target(given: str, session: Session) -> str:
    """A path of this machine translated; anything else (a UNC path, the name of a DLL) as it is."""
    path = Path(given)
    return session.path(path.resolve()) if path.exists() else given


def limits_for(cases: Sequence[ListedCase], order: Order) -> Limits:
    """Deadlines outside of every deadline that the executable itself has, given the cases' budgets."""
    if order.limits is not None:
        silence, total = order.limits.silence, order.limits.total
    else:
        budgets = [case.budget_ms / 1000 for case in cases]
        silence = _SILENCE_BESIDE_CASES + 2 * max(budgets)
        # Every case may time out twice; in practice that never happens, and an hour a repeat is beyond any real run.
        total = _SILENCE_BESIDE_CASES + min(2 * sum(budgets), _LONGEST_TOTAL) * order.repeat
    return Limits(silence * order.timeout_scale, total * order.timeout_scale)


def plan_mismatches(header: Header | None, order: Order, wanted: set[str], abi: str) -> list[Problem]:
    """What the executable planned otherwise than it was told."""
    if header is None:
        return []
    planned = set(header.plan.cases)
    found = [
        ("cases that were not asked for", len(planned - wanted), 0),
        ("repeat", header.plan.repeat, order.repeat),
        ("shard", header.plan.shard, order.shard),
        ("seed", header.seed, order.seed),
        ("ABI", header.abi, abi),
    ]
    if order.shard == (1, 1):
        found.append(("cases", len(planned), len(wanted)))
    return [Problem(None, f"{what}: planned {got}, asked {asked}") for what, got, asked in found if got != asked]


def how_ended(ending: Ending) -> str:
    """The end of the executable in one line, with the last line it printed."""
    lines = [line.strip() for line in (ending.said + "\n" + ending.errors).splitlines() if line.strip()]
    last = f', and its last words were "{printable(lines[-1], 200)}"' if lines else ""
    if ending.stopped is not None:
        return f"the executable was ended: {ending.stopped}{last}"
    if ending.exit_code is not None and ending.exit_code < 0:
        return f"the executable was killed by signal {-ending.exit_code}{last}"
    return f"the executable ended with code {ending.exit_code}{last}"


def one_line(error: BaseException) -> str:
    """An error as one line for the user."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return " ".join(str(error).split()) or type(error).__name__


def _full(directory: Path) -> bool:
    with contextlib.suppress(OSError):
        room = os.statvfs(directory)
        return room.f_bavail * room.f_frsize < _NO_SPACE_BYTES
    return False
