"""How far a campaign is: a live line on a terminal, plain lines elsewhere, and a line for each mutant not caught."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Column
from rich.text import Text

from ..printable import printable
from .report import explained

if TYPE_CHECKING:
    from rich.console import Console

    from ..faults import Fault
    from .results import MutantResult

_PLAIN_SECONDS = 15.0  # between two plain lines


class CampaignProgress:
    """Shows on `console` how far a campaign of `total` mutants is; to be used as a context manager."""

    def __init__(self, console: Console, total: int) -> None:
        self._console = console
        self._total = total
        self._settled = 0
        self._running: list[str] = []
        self._lock = threading.Lock()
        self._began = self._told = time.monotonic()
        self._bar = Progress(
            TextColumn("{task.completed}/{task.total} mutants"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[left]}"),
            TextColumn("{task.fields[what]}", markup=False, table_column=Column(no_wrap=True)),
            console=console,
            transient=True,
            refresh_per_second=5,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> CampaignProgress:
        if self._console.is_terminal:
            self._task = self._bar.add_task("", total=self._total, left="", what="")
            self._bar.start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._task is not None:
            self._bar.stop()

    def phase(self, text: str, mutants: int) -> None:
        """What is done now, with how many mutants."""
        if mutants:
            self._say(f"{text}: {mutants} {'mutant' if mutants == 1 else 'mutants'}")

    def running(self, fault: str) -> None:
        """A mutant is being run."""
        with self._lock:
            self._running.append(fault)
            self._show()

    def paused(self, fault: str) -> None:
        """It is not, for now or for good."""
        with self._lock:
            self._running.remove(fault)
            self._show()

    def unnoticed(self, fault: Fault, account: str) -> None:
        """No case of the clauses that it breaks noticed; `account` says what they came to."""
        self._say(f"{fault.name}: not noticed by {', '.join(fault.breaks)}: {printable(account, 300)}")

    def settled(self, result: MutantResult) -> None:
        """It is known what became of a mutant."""
        with self._lock:
            self._settled += 1
            self._show()
        if not result.good:
            self._say(f"{result.fault}: {printable(explained(result), 300)}")

    def _show(self) -> None:
        now = time.monotonic()
        left = ""
        if self._settled and now - self._began > 1:
            left = f"~{(self._total - self._settled) * (now - self._began) / self._settled:.0f} s left"
        if self._task is not None:
            self._bar.update(self._task, completed=self._settled, left=left, what=" ".join(self._running))
        elif now - self._told >= _PLAIN_SECONDS:
            self._told = now
            self._say(f"{self._settled}/{self._total} mutants {left}".rstrip())

    def _say(self, line: str) -> None:
        self._console.print(Text(line, style="dim"))
