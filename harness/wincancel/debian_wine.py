"""Kind `wine-debian`: a relocatable Wine out of Debian's own packages, with its own libc; no root, no installation.

The packages of a suite are fetched by a private apt, the few modules the suite needs are taken out, and the binaries
are told to find their loader and libraries in the tree. The tree lies in the cache, named by what it was made of.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from . import cache, tree
from .packages import Package, PrivateApt
from .subprocesses import run_quietly
from .target import Target, TargetUnavailable

RECIPE = 2
"""To be raised with every change of what a tree is made of or how: trees of other recipes are not used."""

# What the executable imports, what it or the system's own modules load while they run, and all that these import.
_MODULES = frozenset(
    {
        *("ntdll", "apisetschema", "kernel32", "kernelbase", "msvcrt", "ucrtbase"),
        *("advapi32", "sechost", "rpcrt4", "ws2_32"),
        # A console for CreatePseudoConsole, which lives in a process of its own.
        *("conhost", "user32", "gdi32", "win32u", "imm32", "version"),
        # Names and addresses behind sockets; RPC's authentication.
        *("iphlpapi", "nsi", "dnsapi", "secur32", "sspicli", "bcrypt", "bcryptprimitives"),
        # RPC over HTTP: rpcrt4 loads wininet, and its start asks shell32 for a folder, which takes ole32.
        *("wininet", "mpr", "shcore", "shell32", "shlwapi", "ole32", "combase", "coml2"),
    }
)
# zlib1 is not Wine's: it comes from libz-mingw-w64, see _add_zlib.
# Not FreeType: with it, but with no font to be found, user32 makes no desktop and a console reads no input. Without it,
# what loads user32 says so on its standard error, and goes on.
_LIBRARIES = ("libc6", "libunwind8", "liblzma5", "libgcc-s1")
_SUITES = frozenset({"bookworm", "trixie"})  # of which the names of packages and files below are known to hold
_LOCK_SECONDS = 900
_VERSION_SECONDS = 20


@dataclass(frozen=True)
class Architecture:
    """Debian's names for what differs between architectures."""

    triplet: str
    wine: str
    """What Wine calls it in the names of its directories."""
    package: str
    """The package of the loader and the server."""
    loader: str
    server: str
    interpreter: str
    mingw: str


ARCHITECTURES = {
    "amd64": Architecture(
        "x86_64-linux-gnu", "x86_64", "wine64", "wine64", "wineserver64", "ld-linux-x86-64.so.2", "x86_64-w64-mingw32"
    ),
    "i386": Architecture(
        "i386-linux-gnu", "i386", "wine32", "wine", "wineserver32", "ld-linux.so.2", "i686-w64-mingw32"
    ),
}


@dataclass(frozen=True)
class WineTree:
    """Where things are in a tree."""

    root: Path
    architecture: Architecture

    @property
    def loader(self) -> Path:
        """The program that runs Windows programs."""
        return self.root / "usr/lib/wine" / self.architecture.loader

    @property
    def server(self) -> Path:
        """The program that every process of a prefix talks to."""
        return self.root / "usr/lib/wine" / self.architecture.server

    @property
    def unix_modules(self) -> Path:
        """Where the modules' Unix halves lie."""
        return self._modules / f"{self.architecture.wine}-unix"

    @property
    def windows_modules(self) -> Path:
        """Where the modules' Windows halves lie: what a prefix links to."""
        return self._modules / f"{self.architecture.wine}-windows"

    @property
    def libraries(self) -> tuple[Path, ...]:
        """Where its libraries lie; the older suites still have two places."""
        return tuple(self.root / top / self.architecture.triplet for top in ("usr/lib", "lib"))

    def at(self, root: Path) -> WineTree:
        """The same tree in another place."""
        return WineTree(root, self.architecture)

    @property
    def _modules(self) -> Path:
        return self.root / "usr/lib" / self.architecture.triplet / "wine"


def set_up(target: Target, report: Callable[[str], None]) -> WineTree:
    """Makes the tree of `target` unless it is there and intact; says by `report` what takes time.

    Raises TargetUnavailable.
    """
    here = cache.directory()
    with cache.exclusive(
        here / "locks" / target.name, _LOCK_SECONDS, lambda: report("waiting for another run that sets it up")
    ):
        known = current(target)
        if known is not None:
            fault = tree.damage(known.root)
            if fault is None:
                return known
            report(f"its tree is damaged ({fault}); making it again")
            if known.root.exists():
                tree.remove(known.root)
        made = _make(target, here, report)
        _remember(target, here, made)
        return made


def current(target: Target) -> WineTree | None:
    """The tree that `target` was set up with, without a look inside; None if there is none of this recipe."""
    here = cache.directory()
    try:
        record = json.loads(_record(target, here).read_bytes())
        if record["recipe"] != RECIPE or record["settings"] != dict(target.settings):
            return None
        return WineTree(here / "trees" / str(record["tree"]), _architecture(target))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def examine(target: Target) -> tuple[WineTree, str]:
    """The intact, working tree of `target` and the version that its Wine reports.

    Raises TargetUnavailable with what is wrong.
    """
    known = current(target)
    if known is None:
        raise TargetUnavailable(f"not set up; run: wincancel setup {target.name}")
    fault = tree.damage(known.root)
    if fault is not None:
        raise TargetUnavailable(f"damaged ({fault}); run: wincancel setup {target.name}")
    return known, wine_version(known)


def wine_version(found: WineTree) -> str:
    """What the tree's Wine says to --version, which starts neither a server nor a prefix.

    Raises TargetUnavailable where it does not start, as a 32-bit one on a kernel without 32-bit programs.
    """
    said = run_quietly(
        [found.loader, "--version"], "starting Wine", _VERSION_SECONDS, {"PATH": os.defpath, "LC_ALL": "C"}
    )
    return said.strip()


def _architecture(target: Target) -> Architecture:
    name = target.setting("architecture")
    if name not in ARCHITECTURES:
        raise TargetUnavailable(f"there is no recipe for the architecture {name}")
    return ARCHITECTURES[name]


def _record(target: Target, here: Path) -> Path:
    return here / "targets" / f"{target.name}.json"


def _remember(target: Target, here: Path, made: WineTree) -> None:
    record = {"recipe": RECIPE, "settings": dict(target.settings), "tree": made.root.name}
    path = _record(target, here)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        new.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        new.replace(path)
    except OSError as error:
        raise TargetUnavailable(f"{path} cannot be written: {error}") from error


def _make(target: Target, here: Path, report: Callable[[str], None]) -> WineTree:
    architecture = _architecture(target)
    suite = target.setting("suite")
    if suite not in _SUITES:
        raise TargetUnavailable(f"there is no recipe for Debian's suite {suite}")
    names = ["libwine", architecture.package, "libz-mingw-w64", *_LIBRARIES]
    try:
        apt = PrivateApt(
            here / "apt", suite, target.setting("architecture"), bool(target.settings.get("expired_index", False))
        )
        packages, files = _fetch(apt, names, here / "packages", report)
    except OSError as error:
        raise TargetUnavailable(f"the packages cannot be kept in {here}: {error}") from error
    version = packages[0].version
    if not version.startswith(target.setting("wine")):
        raise TargetUnavailable(f"Debian {suite} has Wine {version}, not {target.setting('wine')}")
    digest = hashlib.sha256("\n".join([str(RECIPE), *(package.sha256 for package in packages)]).encode())
    place = WineTree(here / "trees" / f"{target.name}-{digest.hexdigest()[:16]}", architecture)
    if place.root.exists():
        if tree.damage(place.root) is None:
            return place
        tree.remove(place.root)
    report(f"making a tree of Wine {version}")
    tree.build(place.root, lambda beside: _fill(place, place.at(beside), packages, files))
    return place


def _fetch(
    apt: PrivateApt, names: Sequence[str], store: Path, report: Callable[[str], None]
) -> tuple[list[Package], list[Path]]:
    packages = apt.resolve(names, report)
    try:
        return packages, apt.fetch(packages, store, report)
    except TargetUnavailable:
        # Lists of long ago name files that the mirror has replaced since.
        apt.update(report)
        packages = apt.resolve(names, report)
        return packages, apt.fetch(packages, store, report)


def _fill(place: WineTree, beside: WineTree, packages: Sequence[Package], files: Sequence[Path]) -> dict[str, object]:
    """Puts into `beside` what will lie in `place`."""
    for package, file in zip(packages, files, strict=True):
        if tree.extract(file, beside.root, _wanted(package.name, place.architecture)) == 0:
            raise TargetUnavailable(f"{package.file} has nothing of what is needed of it")
    _add_zlib(beside)
    # Wine 10's server looks here for its tables, seen from where it lies.
    (beside.root / "usr/share/wine/wine").symlink_to(".")
    interpreter = next(
        (
            path / place.architecture.interpreter
            for path in beside.libraries
            if (path / place.architecture.interpreter).exists()
        ),
        None,
    )
    if interpreter is None:
        raise TargetUnavailable("the packages have no dynamic loader")
    for binary in (beside.loader, beside.server):
        tree.relocate(binary, place.libraries, place.root / interpreter.relative_to(beside.root))
    for module in sorted(beside.unix_modules.glob("*.so")):
        # A module of Wine needs ntdll.so, which lies beside it.
        tree.relocate(module, [*place.libraries, place.unix_modules])
    return {
        "recipe": RECIPE,
        "version": packages[0].version,
        "packages": [{"file": package.file, "sha256": package.sha256} for package in packages],
    }


def _wanted(package: str, architecture: Architecture) -> Callable[[PurePosixPath], bool]:
    """Which files of `package` a tree has."""
    wine = PurePosixPath("usr/lib", architecture.triplet, "wine")

    def of_wine(path: PurePosixPath) -> bool:
        if path.is_relative_to("usr/share/wine"):
            return path.suffix == ".nls" or path.name == "wine.inf"
        if path.is_relative_to(wine):
            return path.name.split(".")[0] in _MODULES or path.name.startswith("api-ms-win-")
        return False

    def of_library(path: PurePosixPath) -> bool:
        directories = [PurePosixPath("usr/lib", architecture.triplet), PurePosixPath("lib", architecture.triplet)]
        return path.parent in directories and ".so" in path.name

    if package == "libwine":
        return of_wine
    if package == architecture.package:
        return lambda path: path.parent == PurePosixPath("usr/lib/wine")
    if package == "libz-mingw-w64":
        return lambda path: path == PurePosixPath("usr", architecture.mingw, "lib/zlib1.dll")
    return of_library


def _add_zlib(beside: WineTree) -> None:
    """Adds zlib1.dll as Wine's own package does when it is configured: with the mark of a built-in module."""
    name = "zlib1.dll"
    source = beside.root / "usr" / beside.architecture.mingw / "lib" / name
    image = source.read_bytes()
    # The mark takes 32 bytes of the DOS program, between the header of 64 bytes and the PE image.
    mark = b"Wine builtin DLL".ljust(32, b"\0")
    (beside.windows_modules / name).write_bytes(image[:64] + mark + image[64 + len(mark) :])
    shutil.rmtree(beside.root / "usr" / beside.architecture.mingw)
