"""A tree: files taken out of packages, made to run from where they lie, and known by a manifest.

A tree is made beside its place and renamed into it, so it is there whole or not at all. Its manifest says what every
file was at that moment; a tree that differs from its manifest is damaged.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import stat
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from .subprocesses import run_quietly
from .target import TargetUnavailable

MANIFEST = "manifest.json"
_PATCH_SECONDS = 60
_EXTRACT_SECONDS = 300
_BLOCK_BYTES = 1 << 20


def build(place: Path, fill: Callable[[Path], dict[str, object]]) -> None:
    """Makes the tree `place` out of what `fill` puts into a new directory beside it, and writes its manifest.

    `fill` returns what the manifest says besides the files. `place` must not exist, and only one process at a time may
    build it. Raises TargetUnavailable, also for a full disk; nothing is left behind then.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _sweep(place)
        beside = Path(tempfile.mkdtemp(prefix=_beside(place), dir=place.parent))
        try:
            about = fill(beside)
            beside.chmod(0o755)
            manifest = {**about, "files": dict(_contents(beside))}
            (beside / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
            beside.rename(place)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise TargetUnavailable(f"{place} cannot be built: {error}") from error


def remove(place: Path) -> None:
    """Takes away the tree `place`, in one step as far as others see. Raises TargetUnavailable."""
    try:
        aside = Path(tempfile.mkdtemp(prefix=_beside(place), dir=place.parent))
        place.rename(aside / "tree")
        shutil.rmtree(aside)
    except OSError as error:
        raise TargetUnavailable(f"{place} cannot be removed: {error}") from error


def mark_used(place: Path) -> None:
    """Notes that the tree `place` is in use at this time, where that can be noted."""
    with contextlib.suppress(OSError):
        os.utime(place)


def damage(place: Path) -> str | None:
    """How the tree `place` differs from its manifest: the first fault, in words, or None where it is intact.

    Everything is read: 0.1 s for 60 MB.
    """
    try:
        manifest = json.loads((place / MANIFEST).read_bytes())
        files = manifest["files"]
        expected = dict(files.items())
        for name, what in _contents(place):
            if name == MANIFEST:
                continue
            if expected.pop(name, None) != what:
                return f"{name} is not as it was made"
    except (OSError, ValueError, KeyError, AttributeError) as error:
        return f"its manifest cannot be used: {error}" if (place / MANIFEST).exists() else "it has no manifest"
    return f"{min(expected)} is missing" if expected else None


def about(place: Path) -> dict[str, object]:
    """What the manifest of `place` says besides the files. Raises TargetUnavailable where there is none."""
    try:
        manifest = json.loads((place / MANIFEST).read_bytes())
        return {key: value for key, value in manifest.items() if key != "files"}
    except (OSError, ValueError, AttributeError) as error:
        raise TargetUnavailable(f"{place} has no usable manifest: {error}") from error


def extract(package: Path, into: Path, wanted: Callable[[PurePosixPath], bool]) -> int:
    """Unpacks the files and links of the Debian package file `package` whose path, from the root, is `wanted`.

    Returns how many there were. Raises TargetUnavailable where the package cannot be unpacked, and OSError.
    """
    taken = 0
    # The unpacked size is a multiple of what is wanted: it goes through a pipe and never to disk.
    with subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", package],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as unpacker:
        assert unpacker.stdout is not None
        try:
            with tarfile.open(fileobj=unpacker.stdout, mode="r|", bufsize=_BLOCK_BYTES) as archive:
                for member in archive:
                    path = PurePosixPath(member.name)
                    if ".." not in path.parts and not path.is_absolute() and wanted(path):
                        taken += _take_out(archive, member, into / path)
            # To the end: only the exit code says whether the package was whole.
            while unpacker.stdout.read(_BLOCK_BYTES):
                pass
        except tarfile.TarError as error:
            raise TargetUnavailable(f"{package.name} cannot be unpacked: {error}") from error
        finally:
            if unpacker.poll() is None:
                unpacker.stdout.close()
        if unpacker.wait(timeout=_EXTRACT_SECONDS) != 0:
            raise TargetUnavailable(f"{package.name} cannot be unpacked: dpkg-deb exited with {unpacker.returncode}")
    return taken


def relocate(
    binary: Path, libraries: Sequence[str | Path], interpreter: Path | None = None, also_default: bool = False
) -> None:
    """Makes the ELF file `binary` find its libraries in `libraries` and nowhere else, and start by `interpreter`.

    `also_default`: what is not there it finds where this machine has it, which is the C library's to decide.
    The paths are those the tree will have, and need not exist yet. Raises TargetUnavailable.
    """
    command: list[str | Path] = ["patchelf"]
    if interpreter is not None:
        command += ["--set-interpreter", interpreter]
    # RPATH, not RUNPATH: it also holds for the libraries of libraries. No default: a library of the host's, made for
    # another libc, must not get in where the tree has none.
    command += ["--force-rpath", "--set-rpath", ":".join(map(str, libraries))]
    command += [binary] if also_default else ["--no-default-lib", binary]
    run_quietly(command, f"relocating {binary.name}", _PATCH_SECONDS)


def is_elf(path: Path) -> bool:
    """Whether `path` is a regular file in the ELF format. Raises OSError."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _take_out(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> bool:
    """Writes `member` to `path` if it is a file or a link. Not all Pythons of 3.11 have extraction filters."""
    if member.issym():
        target = member.linkname
        if target.startswith("/"):  # from the root, which is the tree's
            target = "../" * (len(PurePosixPath(member.name).parts) - 1) + target.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)
    elif member.isfile():
        content = archive.extractfile(member)
        assert content is not None
        path.parent.mkdir(parents=True, exist_ok=True)
        with content, path.open("wb") as file:
            shutil.copyfileobj(content, file, _BLOCK_BYTES)
        path.chmod(member.mode & 0o755)
    else:
        return False
    return True


def _contents(place: Path) -> Iterator[tuple[str, str]]:
    """Every file and link below `place` and what it is; directories only count by what is in them."""
    for directory, subdirectories, names in os.walk(place):
        for name in [*names, *subdirectories]:
            path = Path(directory, name)
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                yield str(path.relative_to(place)), f"link {path.readlink()}"
            elif stat.S_ISREG(mode):
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
                yield str(path.relative_to(place)), f"{mode & 0o777:o} {digest}"


def _beside(place: Path) -> str:
    return f".{place.name}."


def _sweep(place: Path) -> None:
    """Takes away what a killed build of the same tree left. The caller holds the lock: nobody is building it now."""
    for leftover in place.parent.glob(f"{_beside(place)}*"):
        shutil.rmtree(leftover, ignore_errors=True)
