"""What comes back from another machine: one stream, or a zip with some, read as if somebody had made it to do harm.

Nothing is unpacked: no name in an archive becomes a path. Of a stream no more is read than a run may have, whatever the
archive says of its size.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from .printable import printable
from .stream import MAX_STREAM_BYTES

MAX_MEMBERS = 200
"""More files than any bundle comes back with."""
CHUNK_BYTES = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of the others the data decides how much memory they take
_DIRECTORY_ENTRY = b"PK\x01\x02"


class BadParcelError(Exception):
    """A file that is not taken; the message is one line for the user."""


@dataclass(frozen=True)
class Parcelled:
    """One stream of a parcel: what to call it in a message, and how to open it."""

    label: str
    open: Callable[[], AbstractContextManager[IO[bytes]]]


def streams_of(path: Path) -> list[Parcelled]:
    """The streams in a file. Raises BadParcelError, and OSError where it cannot be read."""
    with path.open("rb") as file:
        archived = file.read(4) == b"PK\x03\x04"
    if not archived:
        return [Parcelled(printable(path.name, 100), lambda: path.open("rb"))]
    if _entries(path) > MAX_MEMBERS:
        raise BadParcelError(f"{path.name}: more than {MAX_MEMBERS} files, which is no bundle of ours")
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, RuntimeError) as error:
        raise BadParcelError(f"{path.name}: not a zip file that can be read: {error}") from error
    for member in members:
        fault = _fault(member)
        if fault is not None:
            raise BadParcelError(f"{path.name}: {printable(member.filename, 100)}: {fault}; nothing of it is taken")
    found = [member for member in members if member.filename.lower().endswith(".jsonl")]
    if not found:
        raise BadParcelError(f"{path.name}: no results in it: a file called *.jsonl is missing")
    return [_parcelled(path, member) for member in found]


def _entries(path: Path) -> int:
    """How many entries the archive's directory can have at most, before an object is made for each of them."""
    count = 0
    with path.open("rb") as file:
        end = b""
        while count <= MAX_MEMBERS and (chunk := file.read(CHUNK_BYTES)):
            count += (end + chunk).count(_DIRECTORY_ENTRY)
            end = chunk[-(len(_DIRECTORY_ENTRY) - 1) :]
    return count


def _parcelled(path: Path, member: zipfile.ZipInfo) -> Parcelled:
    return Parcelled(f"{printable(member.filename, 100)} in {path.name}", lambda: _opened(path, member))


def _opened(path: Path, member: zipfile.ZipInfo) -> AbstractContextManager[IO[bytes]]:
    # The archive is closed with the member: zipfile counts who uses its file.
    with zipfile.ZipFile(path) as archive:
        return archive.open(member)


def _fault(member: zipfile.ZipInfo) -> str | None:
    """Why a member of an archive is not what a bundle comes back with; None where nothing is wrong."""
    name = member.filename
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "not a plain file"
    windows = PureWindowsPath(name)
    if windows.drive or windows.root or PurePosixPath(name).is_absolute():
        return "an absolute path"
    if ".." in windows.parts or "\0" in name:
        return "a path that leads elsewhere"
    if member.flag_bits & 1:
        return "encrypted"
    if member.compress_type not in _METHODS:
        return "compressed in a way that is not read here"
    if member.file_size > MAX_STREAM_BYTES:
        return f"{member.file_size >> 20} MiB, more than any run has"
    return None


def chunks_of(parcelled: Parcelled) -> Iterator[bytes]:
    """The bytes of a stream. Raises BadParcelError, also once there are more than a run has, and OSError."""
    taken = 0
    try:
        with parcelled.open() as file:
            while chunk := file.read(CHUNK_BYTES):
                taken += len(chunk)
                if taken > MAX_STREAM_BYTES:
                    raise BadParcelError(f"{parcelled.label}: more than the {MAX_STREAM_BYTES >> 20} MiB of any run")
                yield chunk
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise BadParcelError(f"{parcelled.label}: {error}") from error
