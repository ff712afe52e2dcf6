"""How Debian packs its Wine: which packages there are in a suite, and where their files lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from .target import TargetUnavailable

# What the executable imports, what it or the system's own modules load while they run, and all that these import.
_MODULES = frozenset(
    {
        *("ntdll", "apisetschema", "kernel32", "kernelbase", "msvcrt", "ucrtbase"),
        *("advapi32", "sechost", "rpcrt4", "ws2_32"),
        # 32-bit programs on a 64-bit Wine.
        *("wow64", "wow64cpu", "wow64win"),
        # A console for CreatePseudoConsole, which lives in a process of its own.
        *("conhost", "user32", "gdi32", "win32u", "imm32", "version"),
        # Names and addresses behind sockets; RPC's authentication.
        *("iphlpapi", "nsi", "dnsapi", "secur32", "sspicli", "bcrypt", "bcryptprimitives"),
        # RPC over HTTP: rpcrt4 loads wininet, and its start asks shell32 for a folder, which takes ole32.
        *("wininet", "mpr", "shcore", "shell32", "shlwapi", "ole32", "combase", "coml2"),
    }
)
# Not FreeType: with it, but with no font to be found, user32 makes no desktop and a console reads no input. Without it,
# what loads user32 says so on its standard error, and goes on.
_LIBRARIES = ("libc6", "libunwind8", "liblzma5", "libgcc-s1")


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
    bits: int


ARCHITECTURES = {
    "amd64": Architecture("x86_64-linux-gnu", "x86_64", "wine64", "wine64", "wineserver64", "ld-linux-x86-64.so.2", 64),
    "i386": Architecture("i386-linux-gnu", "i386", "wine32", "wine", "wineserver32", "ld-linux.so.2", 32),
}
# Where zlib1.dll, which is not Wine's, lies for what Wine calls an architecture.
MINGW = {"x86_64": "x86_64-w64-mingw32", "i386": "i686-w64-mingw32"}


@dataclass(frozen=True)
class Packing:
    """The packages of one suite and architecture, and where in a tree of their files the parts lie."""

    architecture: Architecture
    packages: tuple[str, ...]
    """Those that are there besides the libraries; the first is the one whose version is Wine's."""
    directory: PurePosixPath
    """Of the loader and the server."""
    loader: str
    server: str
    elf_modules: bool = False
    """The modules are ELF files, and what a prefix has are placeholders: Wine before 6.0."""
    runs_32: bool = False
    """A 64-bit Wine with the modules for 32-bit programs."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every package that a tree is made of."""
        return (*self.packages, *_LIBRARIES)

    @property
    def wine(self) -> PurePosixPath:
        """The directory of the modules."""
        return PurePosixPath("usr/lib", self.architecture.triplet, "wine")

    @property
    def windows_modules(self) -> PurePosixPath:
        """What a prefix links to: the modules' Windows halves, or their placeholders."""
        return self.wine / ("fakedlls" if self.elf_modules else f"{self.architecture.wine}-windows")

    @property
    def windows_modules_32(self) -> PurePosixPath | None:
        """The same for 32-bit programs on a 64-bit Wine that can run them."""
        return self.wine / "i386-windows" if self.runs_32 else None

    @property
    def unix_modules(self) -> PurePosixPath:
        """Where the modules' Unix halves lie, or the modules."""
        return self.wine if self.elf_modules else self.wine / f"{self.architecture.wine}-unix"

    @property
    def libraries(self) -> tuple[PurePosixPath, ...]:
        """Where the libraries lie; the older suites still have two places."""
        return tuple(PurePosixPath(top, self.architecture.triplet) for top in ("usr/lib", "lib"))

    @property
    def zlib(self) -> Mapping[PurePosixPath, PurePosixPath]:
        """Where zlib1.dll comes from in libz-mingw-w64, by the directory of modules that needs it."""
        if self.elf_modules:
            return {}
        known = {"x86_64": self.wine / "x86_64-windows", "i386": self.wine / "i386-windows"}
        needed = ("x86_64", "i386") if self.runs_32 else (self.architecture.wine,)
        return {known[wine]: PurePosixPath("usr", MINGW[wine], "lib/zlib1.dll") for wine in needed}

    def wanted(self, package: str) -> Callable[[PurePosixPath], bool]:
        """Which files of `package` a tree has, by their paths from the root."""
        if package in ("libwine", "wine-common"):
            return self._of_wine
        if package == self.architecture.package:
            return lambda path: path.parent == self.directory and path.name in (self.loader, self.server)
        if package == "libz-mingw-w64":
            return lambda path: path in self.zlib.values()
        return lambda path: path.parent in self.libraries and ".so" in path.name

    def _of_wine(self, path: PurePosixPath) -> bool:
        if path.is_relative_to("usr/share/wine"):
            return path.suffix == ".nls" or path.name == "wine.inf"
        if not path.is_relative_to(self.wine):
            return False
        if path.name.split(".")[0] in _MODULES or path.name.startswith("libwine.so"):
            return True
        # Where modules are ELF files the system's own do not go by these names, and they are many.
        return path.name.startswith("api-ms-win-") and not self.elf_modules


def packing(suite: str, architecture: str) -> Packing:
    """How `suite` packs its Wine for `architecture`. Raises TargetUnavailable where that is not known."""
    if architecture not in ARCHITECTURES:
        raise TargetUnavailable(f"there is no recipe for the architecture {architecture}")
    known = ARCHITECTURES[architecture]
    directory = PurePosixPath("usr/lib/wine")
    packages = ("libwine", known.package)
    if suite == "bullseye":
        return Packing(known, (*packages, "zlib1g"), directory, known.loader, known.server, elf_modules=True)
    if suite in ("bookworm", "trixie"):
        return Packing(known, (*packages, "libz-mingw-w64"), directory, known.loader, known.server)
    if suite == "sid" and known.bits == 64:
        directory = PurePosixPath("usr/lib", known.triplet, "wine")
        return Packing(
            known, (*packages, "wine-common", "libz-mingw-w64"), directory, "wine", "wineserver", runs_32=True
        )
    raise TargetUnavailable(f"there is no recipe for Debian's suite {suite} on {architecture}")
