"""Kind `subject`: a library under test, on another target."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import adapters, build
from ..build import Executable
from ..claim import Claim
from ..execution import Session
from ..layout import ROOT
from ..target import Target, TargetUnavailable
from .interface import Health

ABIS = build.ABIS
REQUIRED: Mapping[str, type] = {"on": str, "library": str}
OPTIONAL: Mapping[str, type] = {}

_BUILT = re.compile(r"\w+", re.ASCII)


@dataclass(frozen=True)
class SubjectSession:
    """A session on the other target, in which a run without a subject has `library` as its subject."""

    base: Session
    library: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """The other target's."""
        return self.base.environment

    def command(self, executable: Path, arguments: Sequence[str]) -> list[str]:
        """The other target's, with the library."""
        if arguments[:1] == ["run"] and "--subject" not in arguments:
            arguments = [*arguments, "--subject", self.path(self.library)]
        return self.base.command(executable, arguments)

    def path(self, path: Path) -> str:
        """As the other target understands it."""
        return self.base.path(path)


def absent(target: Target) -> str | None:
    """As the other target is. The library is not asked for: who describes it says that it is there."""
    return adapters.absent(_base(target))


def setup(target: Target, report: Callable[[str], None]) -> None:
    """The other target is set up. The library is there, or built with the executable."""
    if not _is_built(target):
        _require(library(target))
    adapters.setup(_base(target), report)


def health(target: Target) -> Health:
    """The other target's, and whether the library is there."""
    path = library(target)
    if not path.is_file() and not _is_built(target):
        return Health(False, f"there is no {path}", None)
    state = adapters.health(_base(target))
    return Health(True, f"{state.detail}, with {path.name}", path) if state.ok else state


@contextlib.contextmanager
def session(target: Target, scratch: Path) -> Iterator[Session]:
    """A session on the other target that has the library as its subject."""
    path = _require(library(target))
    with adapters.session(_base(target), scratch) as base:
        yield SubjectSession(base, path)


def executable(target: Target) -> Executable:
    """The other target's; what is built for Windows comes with the project's subjects."""
    return adapters.executable(_base(target))


def claim(target: Target) -> Claim:
    """The other target's: a library does not change what it is loaded into."""
    return adapters.claim(_base(target))


def library(target: Target) -> Path:
    """Where the library is, or will be once it is built. Raises TargetUnavailable."""
    given = target.setting("library")
    if _is_built(target):
        return build.executable(target.abi, ROOT).parent / "subjects" / f"{given}.dll"
    path = Path(given).expanduser() if given.startswith("~/") else Path(given)
    if not path.is_absolute():
        raise TargetUnavailable(f"{target.name}: library = {given!r} is neither a path from / or ~/ on nor a name")
    return path


def _is_built(target: Target) -> bool:
    return _BUILT.fullmatch(target.setting("library")) is not None


def _require(path: Path) -> Path:
    if not path.is_file():
        raise TargetUnavailable(f"there is no library {path}")
    return path


def _base(target: Target) -> Target:
    assert target.base is not None, "reading the targets file has seen to it"
    return target.base
