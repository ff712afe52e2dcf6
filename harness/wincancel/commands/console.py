"""What the commands share: the console, the ways to fail, and being interrupted."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import IO, TYPE_CHECKING, Any

import click
from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

UNEXPECTED, WRONG_USAGE, NO_VALID_RUN = 1, 2, 3

_PLAIN_WIDTH = 160  # of tables that go to a file or a pipe, unless COLUMNS says otherwise


class _FailureError(click.ClickException):
    """Ends the command with one line and an exit code."""

    def __init__(self, message: object) -> None:
        super().__init__(" ".join(str(message).split()))

    def show(self, file: IO[Any] | None = None) -> None:
        """Prints the line on the standard error."""
        click.echo(f"wincancel: {self.message}", file=file, err=file is None)


class WrongUsageError(_FailureError):
    """Something is named that is not there."""

    exit_code = WRONG_USAGE


class NoValidRunError(_FailureError):
    """The environment does not allow it, or the run is incomplete."""

    exit_code = NO_VALID_RUN


def console(error: bool = False) -> Console:
    """A console that reads no markup out of what it prints."""
    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else _PLAIN_WIDTH
    return Console(stderr=error, width=width, highlight=False, markup=False, emoji=False)


@contextlib.contextmanager
def stop_on_signals() -> Iterator[Callable[[], bool]]:
    """Turns SIGINT, SIGTERM and SIGHUP into an answer to "stop?", so that what was started is ended in order."""
    asked: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, remember) for number in numbers}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
