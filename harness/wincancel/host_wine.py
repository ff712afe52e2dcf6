"""Kind `wine-host`: the 64-bit Wine that this machine has, entered through a private prefix like any other."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from .target import TargetUnavailable
from .tree import is_elf
from .wine import Wine

# Seen from the directory of the loader: Debian and its relatives, WineHQ and a build of one's own, Fedora, Arch.
_MODULES = (
    "../x86_64-linux-gnu/wine/x86_64-windows",
    "x86_64-windows",
    "../lib/wine/x86_64-windows",
    "../lib64/wine/x86_64-windows",
    "../lib/x86_64-linux-gnu/wine/x86_64-windows",
)
_ELF_CLASS_64 = 2


def find() -> Wine:
    """This machine's Wine. Raises TargetUnavailable where there is none, or none whose parts can be told."""
    seen = None
    for loader in _loaders():
        seen = seen or loader
        server = next((path for name in ("wineserver64", "wineserver") if is_elf(path := loader.with_name(name))), None)
        modules = next((path for place in _MODULES if (path := loader.parent / place).is_dir()), None)
        if server is not None and modules is not None:
            return Wine(loader, server, modules.resolve())
    if seen is not None:
        raise TargetUnavailable(f"{seen} is there, but not its server or its 64-bit modules where they are expected")
    raise TargetUnavailable("this machine has no 64-bit Wine; on Debian: apt-get install wine64")


def _loaders() -> Iterator[Path]:
    """Programs that may be the loader itself: what is called wine on the path is a shell script on some systems."""
    found = [program for name in ("wine64", "wine") if (program := shutil.which(name)) is not None]
    for candidate in [*map(Path, found), Path("/usr/lib/wine/wine64"), Path("/usr/lib/wine/wine")]:
        path = candidate.resolve()
        if is_elf(path):
            with path.open("rb") as file:
                if file.read(5)[4] == _ELF_CLASS_64:
                    yield path
