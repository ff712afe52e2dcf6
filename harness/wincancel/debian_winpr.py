"""Kind `winpr-debian`: WinPR, the library, out of Debian's own packages, with all that it needs to be loaded.

The libraries lie together in `lib`. The suite's C library lies apart, in `libc`: it is used only where it is newer than
this machine's, because the executable is linked on this machine.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from . import debian_tree, tree
from .debian_tree import Recipe
from .packages import Package
from .target import Target, TargetUnavailable

RECIPE = 1
"""To be raised with every change of what a tree is made of or how: trees of other recipes are not used."""

_ARCHITECTURE = "amd64"
_DIRECTORIES = tuple(PurePosixPath(top, "x86_64-linux-gnu") for top in ("usr/lib", "lib"))
_C_LIBRARY = "libc6"


@dataclass(frozen=True)
class _Suite:
    """The packages of WinPR in one suite, its own first, and the rest in the suite that one of additions leans on."""

    names: tuple[str, ...]
    leans_on: str | None = None
    names_there: tuple[str, ...] = ()


_CXX = ("libgcc-s1", "libstdc++6")
_SYSTEMD = ("libsystemd0", "libgcrypt20", "libgpg-error0", "liblz4-1", "liblzma5", "libzstd1")
_KERBEROS = ("libkrb5-3", "libk5crypto3", "libkrb5support0", "libcom-err2", "libkeyutils1")
_NEWER = ("libjson-c5", "liburiparser1", *_KERBEROS, *_CXX)
_SUITES: Mapping[str, _Suite] = {
    "bullseye": _Suite(("libwinpr2-2", _C_LIBRARY, "libicu67", "libssl1.1", *_SYSTEMD, *_CXX)),
    "bookworm": _Suite(("libwinpr2-2", _C_LIBRARY, "libicu72", "libssl3", "libcap2", *_SYSTEMD, *_CXX)),
    "bookworm-backports": _Suite(
        ("libwinpr3-3",), "bookworm", (_C_LIBRARY, "libicu72", "libssl3", "libcap2", "libcjson1", *_SYSTEMD, *_NEWER)
    ),
    "trixie": _Suite(("libwinpr3-3", _C_LIBRARY, "libicu76", "libssl3t64", "libzstd1", "zlib1g", *_NEWER)),
    "sid": _Suite(("libwinpr3-3", _C_LIBRARY, "libicu78", "libssl3t64", "libzstd1", "zlib1g", *_NEWER)),
}


@dataclass(frozen=True)
class WinPRTree:
    """The tree of one WinPR."""

    root: Path

    @property
    def libraries(self) -> Path:
        """Where WinPR lies, and what it needs."""
        return self.root / "lib"

    @property
    def c_library(self) -> Path | None:
        """Where the C library lies that it needs; None where this machine's will do."""
        own = self.root / "libc"
        made_for = _numbers(str(tree.about(self.root).get("c_library", "")))
        here = _numbers(platform.libc_ver()[1])
        return own if made_for > here else None

    @property
    def version(self) -> str:
        """Of WinPR, without what Debian adds."""
        return re.split(r"[~+-]", str(tree.about(self.root).get("version", "")))[0]


def set_up(target: Target, report: Callable[[str], None]) -> WinPRTree:
    """Makes the tree of `target` unless it is there and intact. Raises TargetUnavailable."""
    suite = _suite(target)
    return WinPRTree(
        debian_tree.set_up(target, _recipe(target), lambda here: _make(target, suite, here, report), report)
    )


def current(target: Target) -> WinPRTree | None:
    """The tree that `target` was set up with, without a look inside; None if there is none of this recipe."""
    root = debian_tree.current(target, RECIPE)
    return None if root is None or not root.exists() else WinPRTree(root)


def intact(target: Target) -> WinPRTree:
    """The tree of `target`, read in whole. Raises TargetUnavailable with what is wrong."""
    return WinPRTree(debian_tree.intact(target, RECIPE))


def _suite(target: Target) -> _Suite:
    name = target.setting("suite")
    if name not in _SUITES:
        raise TargetUnavailable(f"there is no recipe for the WinPR of Debian's suite {name}")
    return _SUITES[name]


def _recipe(target: Target) -> Recipe:
    return Recipe(RECIPE, f"winpr-{target.setting('suite')}")


def _make(target: Target, suite: _Suite, here: Path, report: Callable[[str], None]) -> Path:
    wanted = {target.setting("suite"): suite.names}
    if suite.leans_on is not None:
        wanted[suite.leans_on] = suite.names_there
    packages, files = debian_tree.fetch(target, _ARCHITECTURE, wanted, here, report)
    version = debian_tree.version_of(target, "WinPR", "winpr", packages)
    return debian_tree.build(
        here,
        _recipe(target),
        packages,
        lambda _, beside: _fill(beside, packages, files),
        lambda: report(f"making a tree of WinPR {version}"),
    )


def _fill(beside: Path, packages: Sequence[Package], files: Sequence[Path]) -> dict[str, object]:
    """Puts the libraries of all packages into one directory of `beside`, and the C library into another."""
    c_library = ""
    for package, file in zip(packages, files, strict=True):
        if tree.extract(file, beside, _is_library) == 0:
            raise TargetUnavailable(f"{package.file} has no libraries")
        to = beside / ("libc" if package.name == _C_LIBRARY else "lib")
        to.mkdir(exist_ok=True)
        for directory in _DIRECTORIES:
            for library in (beside / directory).glob("*"):
                library.rename(to / library.name)
        if package.name == _C_LIBRARY:
            c_library = package.version
    for emptied in ("usr", "lib/x86_64-linux-gnu"):
        _remove_empty(beside / emptied)
    return {"c_library": c_library}


def _remove_empty(directory: Path) -> None:
    for path in sorted(directory.glob("**/*"), reverse=True):
        path.rmdir()
    if directory.exists():
        directory.rmdir()


def _is_library(path: PurePosixPath) -> bool:
    return path.parent in _DIRECTORIES and ".so" in path.name


def _numbers(version: str) -> tuple[int, ...]:
    """What a version begins with: 2.41-12+deb13u5 is (2, 41)."""
    found = re.match(r"(\d+)\.(\d+)", version)
    return (int(found[1]), int(found[2])) if found else (0, 0)
