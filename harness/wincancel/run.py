"""`wincancel run`: each target runs what was ordered, and each stream is kept."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .execution import never, unwatched
from .readiness import list_cases
from .recording import Recording, record
from .roles import InterruptedRunError
from .store import Pending, RunStore, StoreFailedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .order import Order
    from .records import Run
    from .roles import Platform, Progress, Target
    from .stream import StreamReader


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
    """Runs `order` on a target that is ready, all in one execution. `watch` sees the stream as it grows.

    Raises NothingSelectedError, InterruptedRunError (the partial stream is kept), StoreFailedError, the platform's
    own error, OSError.
    """
    known = list_cases(target, executable, platform, stop)
    cases = order.selection.choose(known)
    pending = store.begin(target.name, part=len(cases) < len(known), shard=order.shard)
    try:
        recording = record(target, executable, cases, order, platform, pending.path, progress, stop, watch)
    except BaseException:
        with contextlib.suppress(StoreFailedError):
            store.keep(pending, valid=False)
        raise
    return keep(target, recording, store, pending, stop)


def keep(
    target: Target, recording: Recording, store: RunStore, pending: Pending, stop: Callable[[], bool]
) -> TargetRun:
    """Keeps a recording under its final name. Raises StoreFailedError, and InterruptedRunError after it was kept."""
    path = store.keep(pending, valid=recording.error is None)
    if stop():
        raise InterruptedRunError
    return TargetRun(target.name, replace(recording.run, path=path), recording.error, recording.refused)
