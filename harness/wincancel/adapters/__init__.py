"""Adapters: what every kind of target can do, whichever it is. See `adapters.interface` for what each answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from ..claim import Claim
from ..target import Target, TargetUnavailable
from . import ssh, subject, wine_build, wine_debian, wine_host, winpr_debian
from .interface import Adapter, Health

if TYPE_CHECKING:
    from ..build import Executable
    from ..execution import Session

__all__ = [
    "KINDS",
    "PLACES",
    "Adapter",
    "Claim",
    "Health",
    "absent",
    "claim",
    "executable",
    "health",
    "session",
    "setup",
]

KINDS: Mapping[str, Adapter] = {
    "wine-debian": wine_debian,
    "wine-host": wine_host,
    "wine-build": wine_build,
    "subject": subject,
    "ssh": ssh,
    "winpr-debian": winpr_debian,
}
PLACES: Mapping[str, Callable[[str], list[Target]]] = {"wine": wine_build.targets_at}
"""What makes targets out of a name that no file has, KEY:REST. Raises ValueError, with one line for the user."""


def absent(target: Target) -> str | None:
    """Why this machine lacks `target`, which it need not have; None for what is made, or what a user promised."""
    return KINDS[target.kind].absent(target)


def setup(target: Target, report: Callable[[str], None]) -> None:
    """Makes `target` available unless it is, saying by `report` what takes time. Raises TargetUnavailable."""
    KINDS[target.kind].setup(target, report)


def health(target: Target) -> Health:
    """The state of `target`, as thoroughly as 0.1 s allow; changes nothing, reaches for no network."""
    try:
        return KINDS[target.kind].health(target)
    except TargetUnavailable as error:
        return Health(False, str(error), None)


def session(target: Target, scratch: Path) -> AbstractContextManager[Session]:
    """A private place to run programs on `target`, which was set up before; all it needs lies below `scratch`.

    Raises TargetUnavailable, here or on entry.
    """
    return KINDS[target.kind].session(target, scratch)


def executable(target: Target) -> Executable:
    """What runs on `target`, set up or not. Raises TargetUnavailable."""
    return KINDS[target.kind].executable(target)


def claim(target: Target) -> Claim:
    """What the fingerprint of a run on `target` must say."""
    return KINDS[target.kind].claim(target)
