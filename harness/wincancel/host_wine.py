"""The 64-bit Wine that this machine has, entered through a private prefix like any other."""

from __future__ import annotations

import shutil
from pathlib import Path

from . import wine_place
from .target import TargetUnavailable
from .tree import is_elf
from .wine import Wine


def absent() -> str | None:
    """Says that this machine has no Wine; None where there is one, whether it works or not."""
    return None if _loaders() else "this machine has no 64-bit Wine; on Debian: apt-get install wine64"


def find() -> Wine:
    """This machine's Wine. Raises TargetUnavailable where there is none, or none whose parts can be told."""
    lacking = absent()
    if lacking is not None:
        raise TargetUnavailable(lacking)
    return wine_place.installed(_loaders())


def _loaders() -> list[Path]:
    # What is called wine on the path is a shell script on some systems.
    called = [program for name in ("wine64", "wine") if (program := shutil.which(name)) is not None]
    places = [path.resolve() for path in [*map(Path, called), Path("/usr/lib/wine/wine64"), Path("/usr/lib/wine/wine")]]
    return [path for path in dict.fromkeys(places) if is_elf(path) and wine_place.word_size(path) == 64]
