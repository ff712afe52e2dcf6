"""Finds the parts of a Wine in a directory: one that was built there, or one that was installed there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from .target import TargetUnavailable
from .tree import is_elf
from .wine import Wine

# Names of the loader; a Wine of one's own may have both word sizes, and the 64-bit one runs programs of both.
_LOADERS = ("wine64", "wine")
_SERVERS = ("wineserver64", "wineserver")
# Where the modules are, seen from the directory of the loader: Debian and its relatives; WineHQ and a build of one's
# own; Fedora; Debian's latest, whose loader lies with them.
_MODULES = ("../{triplet}/wine", "../lib/wine", "../lib64/wine", "../lib/{triplet}/wine", ".")
_ELF_CLASS = {1: 32, 2: 64}
_TRIPLETS = {64: "x86_64-linux-gnu", 32: "i386-linux-gnu"}
_NAMES = {64: "x86_64-windows", 32: "i386-windows"}


def find(place: Path) -> Wine:
    """The Wine in the directory `place`: the top of a tree that Wine was built in, or a prefix it was installed to.

    Raises TargetUnavailable, saying what is missing where there is something of a Wine.
    """
    if not place.is_dir():
        raise TargetUnavailable(f"there is no directory {place}")
    if (place / "server").is_dir() and (place / "dlls").is_dir():
        return _built(place)
    loaders = list(_loaders(place / "bin"))
    if not loaders:
        raise TargetUnavailable(f"{place} is neither a tree that Wine was built in nor has it bin/wine, an ELF program")
    return installed(loaders)


def installed(loaders: Sequence[Path]) -> Wine:
    """The installed Wine of the first of these loaders whose other parts are where they are expected.

    Raises TargetUnavailable, naming the first loader, where that is none.
    """
    for loader in loaders:
        bits = word_size(loader)
        server = _program(loader.parent, _SERVERS)
        for place in _MODULES:
            directory = loader.parent / place.format(triplet=_TRIPLETS[bits])
            modules = directory / _NAMES[bits]
            if server is not None and modules.is_dir():
                modules_32 = directory / _NAMES[32]
                runs_32 = bits == 64 and modules_32.is_dir()
                return Wine(loader, server, (modules.resolve(),), (modules_32.resolve(),) if runs_32 else (), bits)
    raise TargetUnavailable(f"{loaders[0]} is there, but not its server or its modules where they are expected")


def word_size(binary: Path) -> int:
    """The bits of an ELF file's words. Raises OSError."""
    with binary.open("rb") as file:
        return _ELF_CLASS[file.read(5)[4]]


def _built(place: Path) -> Wine:
    server = _program(place / "server", _SERVERS)
    for loader in _loaders(place / "loader"):
        bits = word_size(loader)
        modules = _module_directories(place, bits)
        if server is not None and place / "dlls/ntdll" / _NAMES[bits] in modules:
            return Wine(loader, server, modules, _module_directories(place, 32) if bits == 64 else (), bits)
    raise TargetUnavailable(
        f"the tree {place} is not built, or by a Wine before 8.0: it lacks loader/wine, server/wineserver "
        f"or dlls/*/{_NAMES[64]}"
    )


def _module_directories(place: Path, bits: int) -> tuple[Path, ...]:
    """Where the modules are in a tree that Wine was built in: each has a directory of its own."""
    return tuple(sorted(path for top in ("dlls", "programs") for path in place.glob(f"{top}/*/{_NAMES[bits]}")))


def _loaders(directory: Path) -> Iterator[Path]:
    """The loaders in `directory`, the 64-bit one first: it runs what the other does, and more."""
    found = [path for name in _LOADERS if (path := (directory / name).resolve()).exists() and is_elf(path)]
    yield from sorted(dict.fromkeys(found), key=word_size, reverse=True)


def _program(directory: Path, names: Sequence[str]) -> Path | None:
    return next((path for name in names if (path := directory / name).exists() and is_elf(path.resolve())), None)
