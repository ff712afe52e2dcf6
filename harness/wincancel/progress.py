"""How far a run is: a live line on a terminal, plain lines elsewhere. Never a word of what the executable prints."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.text import Text

from .verdicts import VERDICT_ORDER

if TYPE_CHECKING:
    from rich.console import Console

    from .stream import StreamReader

_PLAIN_SECONDS = 15.0  # between two plain lines of one target


class RunProgress:
    """Shows the progress of one target after the other on `console`; to be used as a context manager."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = console.is_terminal
        self._total = 0
        self._began = 0.0
        self._said = 0.0
        self._task: TaskID | None = None
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.completed}/{task.total}"),
            TextColumn("{task.fields[left]}"),
            TextColumn("{task.fields[case]}", markup=False),
            console=console,
            transient=True,
            refresh_per_second=5,
        )

    def __enter__(self) -> RunProgress:
        if self._live:
            self._bar.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._bar.stop()

    def note(self, target: str, message: str) -> None:
        """Shows one line about a target, such as what its set-up is doing."""
        self._console.print(Text(f"{target}: {message}", style="dim"))

    def started(self, target: str, total: int) -> None:
        """A run of `total` cases times repeats begins."""
        self._total, self._began, self._said = total, time.monotonic(), time.monotonic()
        if self._live:
            self._task = self._bar.add_task(target, total=total, left="", case="")
        else:
            self.note(target, f"running {total} {'case' if total == 1 else 'cases'}")

    def seen(self, target: str, reader: StreamReader) -> None:
        """The stream was looked at."""
        total = reader.planned or self._total
        if self._live and self._task is not None:
            running = next(iter(reader.running), None)
            self._bar.update(
                self._task,
                completed=reader.finished,
                total=total,
                left=self._left(reader.finished, total),
                case=running[0] if running else "",
            )
        elif time.monotonic() - self._said >= _PLAIN_SECONDS:
            self._said = time.monotonic()
            self.note(target, f"{reader.finished}/{total} {self._left(reader.finished, total)}".rstrip())

    def _left(self, finished: int, total: int) -> str:
        """The time left, as far as the time so far tells."""
        elapsed = time.monotonic() - self._began
        if not finished or elapsed < 1:
            return ""
        return f"~{max(0, total - finished) * elapsed / finished:.0f} s left"

    def ended(self, target: str, reader: StreamReader) -> None:
        """The executable has ended, in whatever way."""
        if self._live and self._task is not None:
            self._bar.remove_task(self._task)
            self._task = None
        counts = ", ".join(f"{reader.tally[word]} {word}" for word in VERDICT_ORDER if reader.tally[word])
        elapsed = time.monotonic() - self._began
        self.note(target, f"{reader.finished} finished in {elapsed:.1f} s: {counts or 'no verdicts'}")
