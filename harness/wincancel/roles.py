"""Who takes part in a run besides the executable: the target, the platform it lives on, and who is told of progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from .build import Executable
    from .claim import Claim
    from .execution import Session
    from .stream import StreamReader


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

    def executable_for(self, target: Target) -> Executable:
        """What runs on the target, set up or not."""
        ...

    def claim(self, target: Target) -> Claim:
        """What a run on the target must report that it ran on."""
        ...

    def abandon(self) -> None:
        """Makes set-ups and builds that are under way end soon, unsuccessfully."""
        ...

    def session(self, target: Target, scratch: Path) -> AbstractContextManager[Session]:
        """A private place on the target, with its files below `scratch`; its end ends all that runs in it."""
        ...


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


class InterruptedRunError(Exception):
    """The user, or a signal, ended the harness."""
