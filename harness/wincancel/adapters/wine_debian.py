"""Kind `wine-debian`: a Wine made of Debian's packages, which `debian_wine` fetches and puts together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from .. import build, debian_wine, tree
from ..build import Executable
from ..claim import Claim
from ..session import Session, open_session
from ..target import Target, TargetUnavailable
from .interface import Health

ABIS = build.ABIS
REQUIRED: Mapping[str, type] = {"suite": str, "architecture": str}
OPTIONAL: Mapping[str, type] = {"wine": str, "alias": str, "expired_index": bool}


def absent(target: Target) -> str | None:
    """Never: it is made."""
    del target
    return None


def setup(target: Target, report: Callable[[str], None]) -> None:
    """Makes the tree of `target` unless it is there and intact."""
    tree.mark_used(debian_wine.set_up(target, report).root)


def health(target: Target) -> Health:
    """Every file of the tree is read, and its Wine started."""
    found, version = debian_wine.examine(target)
    return Health(True, version, found.root)


def session(target: Target, scratch: Path) -> AbstractContextManager[Session]:
    """A prefix of its own, with the tree's modules."""
    known = debian_wine.current(target)
    if known is None or not known.wine.loader.exists():
        raise TargetUnavailable(f"{target.name} is not set up; run: wincancel setup {target.name}")
    return open_session(known.wine, scratch)


def executable(target: Target) -> Executable:
    """The program for Windows of the target's word size."""
    return build.windows_executable(target.abi)


def claim(target: Target) -> Claim:
    """Wine, of the version that the tree was made of."""
    known = debian_wine.current(target)
    return Claim("wine", None if known is None else debian_wine.upstream_version(known), here=True)
