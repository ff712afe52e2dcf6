"""How far the runs are: a live line for each on a terminal, plain lines elsewhere.

Never a word of what the executable prints. Runs on several targets tell of themselves from threads of their own.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Column
from rich.text import Text

from .printable import printable
from .verdicts import VERDICT_ORDER

if TYPE_CHECKING:
    from rich.console import Console

    from .stream import StreamReader

_PLAIN_SECONDS = 15.0  # between two plain lines of one target


@dataclass
class _Execution:
    """One that goes on: cases times repeats as far as known, when it began, when it was last told of."""

    total: int
    task: TaskID | None
    began: float
    told: float
    over: float | None = None
    """When its first attempts were over; from then on what failed is run once more."""

    def left(self, finished: int, total: int) -> str:
        """The time left until `total` are finished, as far as the time so far tells."""
        elapsed = time.monotonic() - (self.over or self.began)
        if not finished or elapsed < 1:
            return ""
        return f"~{max(0, total - finished) * elapsed / finished:.0f} s left"


class RunProgress:
    """Shows on `console` how far each target is; to be used as a context manager."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = console.is_terminal
        self._executions: dict[str, _Execution] = {}
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            TextColumn("{task.completed}/{task.total}"),
            TextColumn("{task.fields[left]}"),
            TextColumn("{task.fields[case]}", markup=False, table_column=Column(no_wrap=True)),
            console=console,
            transient=True,
            refresh_per_second=5,
        )

    def __enter__(self) -> RunProgress:
        if self._live:
            self._bar.start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._live:
            self._bar.stop()

    def note(self, target: str, message: str) -> None:
        """Shows one line about a target, such as what its set-up is doing."""
        self._console.print(Text(f"{target}: {message}", style="dim"))

    def started(self, target: str, total: int) -> None:
        """An execution of `total` cases times repeats begins; a target has one at a time."""
        task = self._bar.add_task(printable(target), total=total, left="", case="") if self._live else None
        now = time.monotonic()
        self._executions[target] = _Execution(total, task, began=now, told=now)
        if not self._live:
            self.note(target, f"running {total} {'case' if total == 1 else 'cases'}")

    def seen(self, target: str, reader: StreamReader) -> None:
        """The stream was looked at."""
        execution = self._executions[target]
        execution.total = reader.planned or execution.total
        finished, total, again = reader.finished, execution.total, ""
        if finished >= total and reader.once_more:
            execution.over = execution.over or time.monotonic()
            finished, total, again = sum(reader.once_more.values()), len(reader.once_more), ", what failed once more"
        left = execution.left(finished, total)
        if execution.task is not None:
            case = next(iter(reader.running), ("",))[0]
            shown = printable(target) + again
            self._bar.update(
                execution.task, description=shown, completed=finished, total=total, left=left, case=printable(case)
            )
        elif time.monotonic() - execution.told >= _PLAIN_SECONDS:
            execution.told = time.monotonic()
            self.note(target + again, f"{finished}/{total} {left}".rstrip())

    def ended(self, target: str, reader: StreamReader) -> None:
        """The executable has ended, in whatever way."""
        execution = self._executions.pop(target)
        if execution.task is not None:
            self._bar.remove_task(execution.task)
        counts = ", ".join(f"{reader.tally[word]} {word}" for word in VERDICT_ORDER if reader.tally[word])
        elapsed = time.monotonic() - execution.began
        self.note(target, f"{reader.finished} finished in {elapsed:.1f} s: {counts or 'no verdicts'}")
