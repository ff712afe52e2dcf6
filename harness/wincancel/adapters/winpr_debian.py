"""Kind `winpr-debian`: a WinPR made of Debian's packages, and the native program that is built for it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from .. import build, cache, debian_winpr, tree
from ..build import Executable
from ..claim import Claim
from ..layout import ROOT
from ..native_session import NativeSession, open_native_session
from ..target import Target, TargetUnavailable
from .interface import Health

ABIS = ("winpr",)
REQUIRED: Mapping[str, type] = {"suite": str}
OPTIONAL: Mapping[str, type] = {"winpr": str, "alias": str, "expired_index": bool}

_LOCK_SECONDS = 900


def absent(target: Target) -> str | None:
    """Never: it is made."""
    del target
    return None


def setup(target: Target, report: Callable[[str], None]) -> None:
    """Makes the tree of `target` unless it is there and intact."""
    tree.mark_used(debian_winpr.set_up(target, report).root)


def health(target: Target) -> Health:
    """Every file of the tree is read."""
    found = debian_winpr.intact(target)
    return Health(True, f"winpr-{found.version}", found.root)


def session(target: Target, scratch: Path) -> AbstractContextManager[NativeSession]:
    """A directory and a network of its own."""
    _current(target)
    return open_native_session(scratch)


def executable(target: Target) -> Executable:
    """The program for this machine, told where the target's libraries are."""
    return Executable(target.name, lambda: _relocated(target), needs_target=True)


def claim(target: Target) -> Claim:
    """WinPR, of the version that the tree was made of."""
    known = debian_winpr.current(target)
    return Claim("winpr", None if known is None else known.version, here=True)


def _current(target: Target) -> debian_winpr.WinPRTree:
    known = debian_winpr.current(target)
    if known is None:
        raise TargetUnavailable(f"{target.name} is not set up; run: wincancel setup {target.name}")
    return known


def _relocated(target: Target) -> Path:
    found = _current(target)
    built = build.build_winpr(ROOT)
    libraries = [found.libraries] if found.c_library is None else [found.libraries, found.c_library]
    interpreter = None if found.c_library is None else found.c_library / "ld-linux-x86-64.so.2"
    place = built.parent / found.root.name
    try:
        place.mkdir(exist_ok=True)
        with cache.exclusive(place / "lock", _LOCK_SECONDS):
            program = place / built.name
            if not program.exists() or program.stat().st_mtime < built.stat().st_mtime:
                new = program.with_suffix(".new")
                shutil.copyfile(built, new)
                new.chmod(0o755)
                tree.relocate(new, libraries, interpreter, also_default=interpreter is None)
                new.replace(program)
    except OSError as error:
        raise TargetUnavailable(f"{place} cannot be written: {error}") from error
    return program
