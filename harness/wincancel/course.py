"""One target's way through the two phases of a run on several: two executions of the executable, one run.

Between the two, the stream of the first lies in the store without its footer: whatever becomes of the harness, it can
never be taken for a whole run.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from .case_list import BadCaseListError, ListedCase, NothingSelectedError
from .parts import difference, drop_footer, join
from .printable import one_line
from .readiness import list_cases
from .recording import Recording, record
from .run import TargetRun, keep
from .store import Pending, RunStore, StoreFailedError
from .stream import read_run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .order import Order
    from .roles import Platform, Progress, Target


class Course:
    """`begin` and then `finish` it; `outcome` is there once nothing remains to be done.

    Neither raises but for InterruptedRunError and a fault of the harness: what goes wrong on a target is its outcome.
    """

    def __init__(
        self,
        target: Target,
        order: Order,
        platform: Platform,
        store: RunStore,
        progress: Progress,
        stop: Callable[[], bool],
    ) -> None:
        self.target = target
        self.outcome: TargetRun | None = None
        self.nothing: NothingSelectedError | None = None
        """Why the target has no case to run, where it has none."""
        self._order = order
        self._platform = platform
        self._store = store
        self._progress = progress
        self._stop = stop
        self._executable: Path | None = None
        self._exclusive: list[ListedCase] = []
        self._first: Recording | None = None
        self._pending: Pending | None = None

    def begin(self, executable: Path | str) -> None:
        """Runs the cases that bear company; `executable` is the target's, or why it has none."""
        if isinstance(executable, str):
            self.outcome = TargetRun(self.target.name, None, executable)
            return
        self._executable = executable
        with self._guarded():
            known = list_cases(self.target, executable, self._platform, self._stop)
            cases = self._order.selection.choose(known)
            self._exclusive = [case for case in cases if case.scheduling == "exclusive"]
            others = [case for case in cases if case.scheduling != "exclusive"]
            self._pending = self._store.begin(self.target.name, len(cases) < len(known), self._order.shard)
            if others:
                self._first = self._record(others, self._pending)
                if self._exclusive:
                    drop_footer(self._pending.path)
                if self._exclusive and self._first.error is None:
                    self._progress.note(self.target.name, f"{len(self._exclusive)} exclusive cases are still to come")
                else:
                    self._keep(self._first)

    def finish(self) -> None:
        """Runs the exclusive cases, if there are any left to run, and keeps the run."""
        if self._pending is None:
            return
        with self._guarded():
            if self._first is None:
                self._keep(self._record(self._exclusive, self._pending))
                return
            pending = self._store.begin(self.target.name, part=True)
            try:
                joined = self._joined(self._first, self._record(self._exclusive, pending), self._pending)
            finally:
                self._store.discard(pending)
            self._keep(joined)

    def give_up(self) -> None:
        """Keeps what there is, as incomplete, unless the run has been kept."""
        if self._pending is not None:
            with contextlib.suppress(StoreFailedError):
                self._store.keep(self._pending, valid=False)
            self._pending = None

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except NothingSelectedError as error:
            self.nothing = error
            self.outcome = TargetRun(self.target.name, None, one_line(error))
        except (self._platform.unavailable, StoreFailedError, BadCaseListError, OSError) as error:
            self.outcome = TargetRun(self.target.name, None, one_line(error))
            self.give_up()

    def _record(self, cases: list[ListedCase], pending: Pending) -> Recording:
        assert self._executable is not None
        return record(
            self.target, self._executable, cases, self._order, self._platform, pending.path, self._progress, self._stop
        )

    def _keep(self, recording: Recording) -> None:
        assert self._pending is not None
        pending, self._pending = self._pending, None
        self.outcome = keep(self.target, recording, self._store, pending, self._stop)

    def _joined(self, first: Recording, second: Recording, pending: Pending) -> Recording:
        """Both recordings as one, in the place of the first; without a footer unless both are whole and alike."""
        error = second.error
        if error is None and first.run.header and second.run.header:
            error = _changed(difference(first.run.header, second.run.header))
        parts = [recording.run for recording in (first, second) if recording.run.header]
        self._store.replace(pending, lambda new: join(parts, new, self._order.shard, whole=error is None))
        run = read_run(pending.path)
        if error is None and not run.valid:
            error = f"incomplete run: {run.problems[0]}"
        return Recording(run, error)


def _changed(found: tuple[str, str, str] | None) -> str | None:
    return found and f"{found[0]} was {found[1]} in the first phase and {found[2]} in the second"
