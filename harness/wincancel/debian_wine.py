"""Kind `wine-debian`: a relocatable Wine out of Debian's own packages, with its own libc; no root, no installation.

The packages of a suite are fetched by a private apt, the few modules the suite needs are taken out, and the binaries
are told to find their loader and libraries in the tree. The tree lies in the cache, named by what it was made of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import debian_tree, tree
from .debian_tree import Recipe
from .packages import Package
from .target import Target, TargetUnavailable
from .wine import Wine
from .wine_packing import Packing, packing

RECIPE = 3
"""To be raised with every change of what a tree is made of or how: trees of other recipes are not used."""


@dataclass(frozen=True)
class WineTree:
    """A tree of files that are packed as `packing` says."""

    root: Path
    packing: Packing

    @property
    def wine(self) -> Wine:
        """The parts of its Wine."""
        packing = self.packing
        directory = self.root / packing.directory
        modules_32 = packing.windows_modules_32
        return Wine(
            loader=directory / packing.loader,
            server=directory / packing.server,
            modules=(self.root / packing.windows_modules,),
            modules_32=() if modules_32 is None else (self.root / modules_32,),
            bits=packing.architecture.bits,
        )

    @property
    def libraries(self) -> tuple[Path, ...]:
        """Where its libraries lie."""
        return tuple(self.root / directory for directory in self.packing.libraries)

    @property
    def unix_modules(self) -> Path:
        """Where what is ELF of its modules lies."""
        return self.root / self.packing.unix_modules


def set_up(target: Target, report: Callable[[str], None]) -> WineTree:
    """Makes the tree of `target` unless it is there and intact; says by `report` what takes time.

    Raises TargetUnavailable.
    """
    packed = _packing(target)
    root = debian_tree.set_up(target, _recipe(target), lambda here: _make(target, packed, here, report), report)
    return WineTree(root, packed)


def current(target: Target) -> WineTree | None:
    """The tree that `target` was set up with, without a look inside; None if there is none of this recipe."""
    root = debian_tree.current(target, RECIPE)
    try:
        return None if root is None else WineTree(root, _packing(target))
    except TargetUnavailable:
        return None


def examine(target: Target) -> tuple[WineTree, str]:
    """The intact, working tree of `target` and the version that its Wine reports.

    Raises TargetUnavailable with what is wrong.
    """
    known = WineTree(debian_tree.intact(target, RECIPE), _packing(target))
    return known, known.wine.version()


def upstream_version(found: WineTree) -> str:
    """The version of Wine that its package has, without what Debian adds. Raises TargetUnavailable."""
    return re.split(r"[~+-]", str(tree.about(found.root).get("version", "")))[0]


def _packing(target: Target) -> Packing:
    suite, architecture = target.setting("suite"), target.setting("architecture")
    packed = packing(suite, architecture)
    if target.abi not in WineTree(Path(), packed).wine.abis:
        raise TargetUnavailable(f"the Wine of Debian {suite} for {architecture} runs no {target.abi} programs")
    return packed


def _recipe(target: Target) -> Recipe:
    return Recipe(RECIPE, f"wine-{target.setting('suite')}-{target.setting('architecture')}")


def _make(target: Target, packed: Packing, here: Path, report: Callable[[str], None]) -> Path:
    wanted = {target.setting("suite"): packed.names}
    packages, files = debian_tree.fetch(target, target.setting("architecture"), wanted, here, report)
    version = debian_tree.version_of(target, "Wine", "wine", packages)
    return debian_tree.build(
        here,
        _recipe(target),
        packages,
        lambda place, beside: _fill(WineTree(place, packed), WineTree(beside, packed), packages, files),
        lambda: report(f"making a tree of Wine {version}"),
    )


def _fill(place: WineTree, beside: WineTree, packages: Sequence[Package], files: Sequence[Path]) -> dict[str, object]:
    """Puts into `beside` what will lie in `place`."""
    for package, file in zip(packages, files, strict=True):
        if tree.extract(file, beside.root, place.packing.wanted(package.name)) == 0:
            raise TargetUnavailable(f"{package.file} has nothing of what is needed of it")
    for modules, source in place.packing.zlib.items():
        _add_zlib(beside.root / modules, beside.root / source)
    tables = beside.root / "usr/share/wine/wine"
    if not tables.exists():
        # Wine 10's server looks here for its tables, seen from where it lies.
        tables.symlink_to(".")
    _relocate(place, beside)
    return {}


def _relocate(place: WineTree, beside: WineTree) -> None:
    """Makes the binaries in `beside` find their loader and each other where `place` is."""
    name = place.packing.architecture.interpreter
    interpreter = next((path / name for path in beside.libraries if (path / name).exists()), None)
    if interpreter is None:
        raise TargetUnavailable("the packages have no dynamic loader")
    # What is ELF of Wine needs ntdll.so or libwine.so, which lie with the modules.
    libraries = [*place.libraries, place.unix_modules]
    for binary in (beside.wine.loader, beside.wine.server):
        tree.relocate(binary, libraries, place.root / interpreter.relative_to(beside.root))
    for module in sorted(beside.unix_modules.glob("*.so*")):
        if tree.is_elf(module):
            tree.relocate(module, libraries)


def _add_zlib(modules: Path, source: Path) -> None:
    """Adds zlib1.dll as Wine's own package does when it is configured: with the mark of a built-in module."""
    image = source.read_bytes()
    # The mark takes 32 bytes of the DOS program, between the header of 64 bytes and the PE image.
    mark = b"Wine builtin DLL".ljust(32, b"\0")
    (modules / source.name).write_bytes(image[:64] + mark + image[64 + len(mark) :])
    source.unlink()
