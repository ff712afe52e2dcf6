"""What comes before a run: targets set up, executables built, their cases listed."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import defaultdict
from typing import TYPE_CHECKING

from .case_list import BadCaseListError, ListedCase, cached_case_list
from .execution import Limits, execute, how_ended, never
from .printable import one_line
from .roles import InterruptedRunError
from .scratch import scratch_directory
from .stream import StreamReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from .build import Executable
    from .roles import Platform, Progress, Target

_LIST_LIMITS = Limits(silence=120, total=120)
_LIST_BYTES = 16 << 20
_ABANDON_SECONDS = 10.0
LOOK_SECONDS = 0.2  # between two questions whether to stop
_QUIET_SECONDS = 2.0  # of a build; with nothing to do it takes less


class Preparation:
    """The set-up of all targets and the builds of what runs on them, under way at the same time.

    `news` is set whenever a target is ready or known not to be.
    """

    def __init__(self, targets: Sequence[Target], platform: Platform, progress: Progress) -> None:
        """Begins it all."""
        self.news = threading.Event()
        self._platform = platform
        self._progress = progress
        self._builds = _Builds(platform, progress)
        self._outcomes: dict[str, Path | str] = {}
        self._threads: list[threading.Thread] = []
        independent: dict[str, Executable] = {}
        for target in targets:
            try:
                executable = platform.executable_for(target)
            except platform.unavailable as error:
                self._outcomes[target.name] = one_line(error)
                continue
            self._threads.append(threading.Thread(target=self._prepare, args=(target, executable), daemon=True))
            if not executable.needs_target:
                independent[executable.name] = executable
        self._threads += [
            threading.Thread(target=self._builds.outcome, args=(one,), daemon=True) for one in independent.values()
        ]
        for thread in self._threads:
            thread.start()

    def _prepare(self, target: Target, executable: Executable) -> None:
        outcome: Path | str = "set-up ended unexpectedly"
        try:
            self._platform.set_up(target, lambda message: self._progress.note(target.name, message))
            outcome = self._builds.outcome(executable)
        except (self._platform.unavailable, OSError) as error:
            outcome = one_line(error)
        finally:
            self._outcomes[target.name] = outcome
            self.news.set()

    def outcome(self, target: Target) -> Path | str | None:
        """The executable of a target that is ready, or why it cannot be; None while it is being prepared."""
        return self._outcomes.get(target.name)

    @property
    def over(self) -> bool:
        """Whether nothing is being set up or built any more, not even for targets that cannot be had."""
        return not any(thread.is_alive() for thread in self._threads)

    def abandon(self) -> None:
        """Makes it all end, and waits for that, though not for ever."""
        self._platform.abandon()
        deadline = time.monotonic() + _ABANDON_SECONDS
        for thread in self._threads:
            thread.join(timeout=max(0.0, deadline - time.monotonic()))


def make_ready(
    targets: Sequence[Target], platform: Platform, progress: Progress, stop: Callable[[], bool] = never
) -> dict[str, Path | str]:
    """Sets up all targets and builds what runs on them, at the same time; gives the executable, or why there is none.

    Once `stop` answers true all of that is ended, and then InterruptedRunError raised.
    """
    preparation = Preparation(targets, platform, progress)
    while True:
        if stop():
            preparation.abandon()
            raise InterruptedRunError
        outcomes = {target.name: preparation.outcome(target) for target in targets}
        ready = {name: outcome for name, outcome in outcomes.items() if outcome is not None}
        if len(ready) == len(outcomes):
            return ready
        preparation.news.wait(timeout=LOOK_SECONDS)
        preparation.news.clear()


class _Builds:
    """Builds each executable once; whoever else needs it waits for what comes of that."""

    def __init__(self, platform: Platform, progress: Progress) -> None:
        self._platform = platform
        self._progress = progress
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._outcomes: dict[str, Path | str] = {}

    def outcome(self, executable: Executable) -> Path | str:
        """The executable, or why it cannot be built."""
        name = executable.name
        with self._locks[name]:
            if name not in self._outcomes:
                self._outcomes[name] = self._build(executable)
            return self._outcomes[name]

    def _build(self, executable: Executable) -> Path | str:
        try:
            with _told(self._progress, executable.name):
                return executable.build()
        except (self._platform.unavailable, OSError) as error:
            return one_line(error)


@contextlib.contextmanager
def _told(progress: Progress, name: str) -> Iterator[None]:
    """Says that something is compiled, and when that is done, where it is not done at once."""
    began = time.monotonic()
    timer = threading.Timer(_QUIET_SECONDS, progress.note, (name, "compiling"))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
    took = time.monotonic() - began
    if took >= _QUIET_SECONDS:
        progress.note(name, f"compiled in {took:.0f} s")


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
