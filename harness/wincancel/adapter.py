"""What every kind of target can do: be set up, be examined, be entered. One function each, for all kinds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from . import debian_wine, host_wine, tree
from .session import Session, open_session
from .targets import Target, TargetUnavailable


@dataclass(frozen=True)
class Health:
    """Whether a target can be used now: `detail` is its version, or what is wrong; `path` is where it lies."""

    ok: bool
    detail: str
    path: Path | None


def setup(target: Target, report: Callable[[str], None]) -> None:
    """Makes `target` available unless it is, saying by `report` what takes time; safe in several processes at once.

    Raises TargetUnavailable.
    """
    if target.kind == "wine-debian":
        tree.mark_used(debian_wine.set_up(target, report).root)
    else:
        host_wine.find()


def health(target: Target) -> Health:
    """The state of `target`, as thoroughly as 0.1 s allow; changes nothing, reaches for no network."""
    try:
        if target.kind == "wine-debian":
            found, version = debian_wine.examine(target)
            return Health(True, version, found.root)
        host = host_wine.find()
        return Health(True, host_wine.version(host), host.loader)
    except TargetUnavailable as error:
        return Health(False, str(error), None)


def session(target: Target, scratch: Path) -> AbstractContextManager[Session]:
    """A private place to run programs on `target`, which was set up before; all it needs lies below `scratch`.

    Raises TargetUnavailable, here or on entry.
    """
    if target.kind == "wine-debian":
        known = debian_wine.current(target)
        if known is None or not known.loader.exists():
            raise TargetUnavailable(f"{target.name} is not set up; run: wincancel setup {target.name}")
        return open_session(known.loader, known.server, known.windows_modules, scratch)
    host = host_wine.find()
    return open_session(host.loader, host.server, host.windows_modules, scratch)
