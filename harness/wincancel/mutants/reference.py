"""The reference on a target: runs cases on it, with a fault or with none, and keeps the stream of each execution."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..execution import never
from ..order import Order
from ..recording import record
from ..roles import InterruptedRunError
from ..stream import read_run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ..case_list import ListedCase
    from ..records import Attempt, Header, Run
    from ..roles import Platform, Progress, Target
    from ..stream import StreamReader

SEED = 1
"""Of the order of cases: the same in every execution, so that a mutant can be run again as it ran."""


@dataclass(frozen=True)
class Execution:
    """What came of one: the first attempts that ended.

    `error` is why it is no whole run; one that was ended because nothing more was wanted of it is as good as whole.
    """

    attempts: tuple[Attempt, ...]
    error: str | None
    header: Header | None


class Quiet:
    """The progress of an execution that nobody follows: there are hundreds, and each takes a second."""

    def note(self, target: str, message: str) -> None:
        """Is not told."""

    def started(self, target: str, cases: int) -> None:
        """Is not told."""

    def seen(self, target: str, reader: StreamReader) -> None:
        """Is not told."""

    def ended(self, target: str, reader: StreamReader) -> None:
        """Is not told."""


@dataclass(frozen=True)
class Reference:
    """Where and how it runs. `streams` is the directory of its executions' streams."""

    target: Target
    executable: Path
    library: Path
    platform: Platform
    streams: Path
    timeout_scale: float = 1.0
    stop: Callable[[], bool] = never

    @property
    def identity(self) -> dict[str, object]:
        """What results depend on: other sources, another target or another scale make others. Raises OSError."""
        return {
            "suite": hashlib.sha256(self.executable.read_bytes()).hexdigest(),
            "reference": hashlib.sha256(self.library.read_bytes()).hexdigest(),
            "target": self.target.name,
            "timeout_scale": self.timeout_scale,
        }

    def forget_streams(self) -> None:
        """Removes the streams of an earlier campaign. Raises OSError."""
        for path in self.streams.glob("*.jsonl"):
            path.unlink()

    def earlier(self, pattern: str) -> Iterator[Run]:
        """The runs without a fault, valid ones, that an earlier campaign has left in streams of such a name."""
        for path in sorted(self.streams.glob(f"{pattern}.jsonl")):
            run = read_run(path)
            if run.valid and run.header is not None and run.header.subject.fault is None:
                yield run

    def run(
        self,
        name: str,
        cases: Sequence[ListedCase],
        fault: str | None = None,
        enough: Callable[[Attempt], bool] | None = None,
        progress: Progress | None = None,
    ) -> Execution:
        """Runs the cases into the stream `name`, in a session of its own, until one of them is `enough`.

        With a fault nobody waits for the second attempts at what failed: that it fails is expected.

        Raises InterruptedRunError once `stop` answers true, the platform's own error, and OSError.
        """
        order = Order(subject=str(self.library), fault=fault, seed=SEED, timeout_scale=self.timeout_scale)
        stream = self.streams / f"{name}.jsonl"
        self.streams.mkdir(parents=True, exist_ok=True)
        stream.unlink(missing_ok=True)
        looked_at: set[str] = set()
        seen_enough = False

        def watch(reader: StreamReader) -> None:
            nonlocal seen_enough
            if fault is None or reader.finished == len(looked_at):
                return
            for attempt in reader.ended_attempts():
                if attempt.case not in looked_at:
                    looked_at.add(attempt.case)
                    seen_enough = seen_enough or (enough is not None and enough(attempt))
            seen_enough = seen_enough or len(looked_at) == reader.planned

        recording = record(
            self.target, self.executable, cases, order, self.platform, stream, progress or Quiet(),
            lambda: seen_enough or self.stop(), watch,
        )  # fmt: skip
        if self.stop() and not seen_enough:
            raise InterruptedRunError
        header = recording.run.header
        error = recording.error
        if seen_enough and header is not None:
            # It was ended on purpose. But what was not told of the fault says nothing about it.
            error = None if header.subject.fault == fault else f"it ran with the fault {header.subject.fault}"
        firsts = (result.first for results in recording.run.results.values() for result in results)
        return Execution(
            attempts=tuple(attempt for attempt in firsts if attempt.status is not None),
            error=error,
            header=header,
        )
