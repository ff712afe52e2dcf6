"""Kind `wine-build`: a Wine in a directory, by its path: one that was built there, or installed there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from .. import build, wine_place
from ..build import Executable
from ..claim import Claim
from ..session import Session, open_session
from ..target import Target, TargetUnavailable
from ..wine import Wine
from .interface import Health

ABIS = build.ABIS
REQUIRED: Mapping[str, type] = {"path": str}
OPTIONAL: Mapping[str, type] = {}

_LONGEST_NAME = 48


def absent(target: Target) -> str | None:
    """Never: who names a directory says that a Wine is there."""
    del target
    return None


def setup(target: Target, report: Callable[[str], None]) -> None:
    """Nothing is made: it is there or not."""
    del report
    _find(target)


def health(target: Target) -> Health:
    """The Wine is found and started."""
    found = _find(target)
    return Health(True, found.version(), found.loader)


def session(target: Target, scratch: Path) -> AbstractContextManager[Session]:
    """A prefix of its own, with the modules of that Wine."""
    return open_session(_find(target), scratch)


def executable(target: Target) -> Executable:
    """The program for Windows of the target's word size."""
    return build.windows_executable(target.abi)


def claim(target: Target) -> Claim:
    """The Wine that answers to --version there: a server or modules of another one are found out by that."""
    return Claim("wine", build=_find(target).version(), here=True)


def targets_at(path: str) -> list[Target]:
    """The targets that the Wine in the directory `path` is: one for each word size of programs that it runs.

    Raises ValueError, with one line for the user.
    """
    place = Path(path).expanduser().resolve()
    try:
        found = wine_place.find(place)
    except TargetUnavailable as error:
        raise ValueError(str(error)) from error
    name = "wine-" + re.sub(r"[^A-Za-z0-9_.-]+", "-", str(place)).strip("-")[-_LONGEST_NAME:].lstrip("-.")
    titles = {"x86_64": "64-bit", "i686": "32-bit"}
    return [
        Target(
            name if abi == found.abis[0] else f"{name}-{abi}",
            "wine-build",
            abi,
            f"the Wine in {place}, {titles[abi]}",
            {"path": str(place)},
        )
        for abi in found.abis
    ]


def _find(target: Target) -> Wine:
    found = wine_place.find(Path(target.setting("path")).expanduser())
    if target.abi not in found.abis:
        raise TargetUnavailable(f"the Wine in {target.setting('path')} runs no {target.abi} programs")
    return found
