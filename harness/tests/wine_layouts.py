"""Wines as people have them, put together from a tree of Debian's: installed to a prefix, and as left by a build."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wincancel.debian_wine import WineTree


def installed(tree: WineTree, place: Path) -> Path:
    """As `make install` leaves it. Wine finds itself by where its programs really are, so these are copies."""
    wine = tree.wine
    (place / "bin").mkdir(parents=True)
    shutil.copy(wine.loader, place / "bin/wine")
    shutil.copy(wine.server, place / "bin/wineserver")
    modules = place / "lib/wine"
    modules.mkdir(parents=True)
    shutil.copytree(tree.unix_modules, modules / tree.unix_modules.name)
    for directory in (*wine.modules, *wine.modules_32):
        (modules / directory.name).symlink_to(directory)
    # Debian's was configured to look for its modules elsewhere than others do.
    elsewhere = place / "bin" / os.path.relpath(tree.root / tree.packing.wine, wine.loader.parent)
    elsewhere.mkdir(parents=True, exist_ok=True)
    for directory in modules.iterdir():
        (elsewhere / directory.name).symlink_to(directory)
    _tables(tree, place / "share/wine/nls")
    # And its tables: outside the prefix, two or three levels above its programs; its server in a further "wine".
    (place / "share/wine/wine").symlink_to(".")
    outside = Path(os.path.normpath(place / "bin" / os.path.relpath(tree.root / "usr/share", wine.loader.parent)))
    outside.symlink_to(place / "share")
    return place


def built(tree: WineTree, place: Path) -> Path:
    """As `make` leaves it: each module in a directory of its own, with object files beside it."""
    wine = tree.wine
    for program, name in ((wine.loader, "loader/wine"), (wine.server, "server/wineserver")):
        (place / name).parent.mkdir(parents=True)
        shutil.copy(program, place / name)
    for directory in (*wine.modules, *wine.modules_32):
        for module in directory.iterdir():
            top = "programs" if module.suffix == ".exe" else "dlls"
            own = place / top / module.name.removesuffix(".dll").removesuffix(".exe") / directory.name
            own.mkdir(parents=True)
            (own / module.name).symlink_to(module)
            (own / "main.o").write_bytes(b"")
    for module in tree.unix_modules.iterdir():
        shutil.copy(module, place / "dlls" / module.stem)
    _tables(tree, place / "nls")
    return place


def _tables(tree: WineTree, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    tables = next(path.parent for path in (tree.root / "usr/share/wine").rglob("l_intl.nls"))
    shutil.copytree(tables, place, ignore=shutil.ignore_patterns("wine"))
