"""What an adapter is: a module with the names of `Adapter`, for one kind of target.

A new kind is a new module beside this one and its line in `adapters.KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..build import Executable
from ..claim import Claim
from ..execution import Session
from ..target import Target


@dataclass(frozen=True)
class Health:
    """Whether a target can be used now: `detail` is its version, or what is wrong; `path` is where it lies."""

    ok: bool
    detail: str
    path: Path | None


class Adapter(Protocol):
    """What every kind of target can do. Whatever cannot be done raises TargetUnavailable, with one line for a user."""

    @property
    def ABIS(self) -> Sequence[str]:  # noqa: N802  # a constant of the module
        """The `abi` that targets of this kind may have; a run's header must agree with the target's."""
        ...

    @property
    def REQUIRED(self) -> Mapping[str, type]:  # noqa: N802
        """The settings that a target must have, and of which type each is."""
        ...

    @property
    def OPTIONAL(self) -> Mapping[str, type]:  # noqa: N802
        """The settings that it may have besides."""
        ...

    def absent(self, target: Target) -> str | None:
        """Why this machine lacks `target`, which it need not have; None for what is made, or what a user promised."""
        ...

    def setup(self, target: Target, report: Callable[[str], None]) -> None:
        """Makes `target` available unless it is, saying by `report` what takes time; safe in several processes."""
        ...

    def health(self, target: Target) -> Health:
        """The state of `target`, as thoroughly as 0.1 s allow; changes nothing, reaches for no network."""
        ...

    def session(self, target: Target, scratch: Path) -> AbstractContextManager[Session]:
        """A private place to run programs on `target`, which was set up before; all it needs lies below `scratch`."""
        ...

    def executable(self, target: Target) -> Executable:
        """What runs on `target`; asked before the set-up."""
        ...

    def claim(self, target: Target) -> Claim:
        """What `target` says it is."""
        ...
