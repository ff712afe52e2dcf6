"""Records of the prefixes in use, so that what a killed run left behind can be found and taken away by the next.

A record is written before its prefix is made and removed after it is gone; so none is unknown at any moment.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from . import cache, prefix, processes
from .target import TargetUnavailable

END_SECONDS = 10.0
"""For the end of a prefix's processes, which are killed: more is needed only by a machine that is swamped."""


@dataclass(frozen=True)
class Record:
    """A prefix and the process that answers for it.

    A process number alone means nothing: `started` tells later processes of the same number from it, `boot` other
    boots of the machine, and `namespace` other containers that share the cache.
    """

    prefix: str
    owner: int
    started: int | None
    boot: str
    namespace: str


def reserve(scratch: Path, kind: str) -> tuple[Path, Path]:
    """The path for a new prefix below the directory `scratch`, and its record; the prefix itself is still to be made.

    First clears what killed runs left behind. Raises TargetUnavailable.
    """
    try:
        for _ in sweep():
            pass
        scratch.mkdir(parents=True, exist_ok=True)
        # Recorded before it is there: none is ever there without a record.
        place = scratch.resolve() / f"{kind}-{secrets.token_hex(6)}"
        return place, note(place)
    except OSError as error:
        raise TargetUnavailable(f"no session can be made in {scratch}: {error}") from error


def note(place: Path) -> Path:
    """Records that this process answers for the prefix `place`; returns the record's file. Raises OSError."""
    record = Record(str(place), os.getpid(), processes.start_time(os.getpid()), _boot(), _namespace())
    path = directory() / f"{os.getpid()}-{secrets.token_hex(4)}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(asdict(record)), encoding="utf-8")
    new.replace(path)
    return path


def clear(path: Path) -> list[int]:
    """Ends what runs in the prefix of the record `path`, then removes prefix and record.

    Returns the processes that did not end; then all stays as it is, for a later sweep. Raises OSError.
    """
    record = _read(path)
    if record is None:
        path.unlink(missing_ok=True)
        return []
    place = Path(record.prefix)
    left = processes.end_prefix(place, END_SECONDS)
    if not left:
        prefix.remove(place)
        path.unlink(missing_ok=True)
    return left


def sweep() -> Iterator[Path]:
    """Clears every prefix whose owner is dead, and yields it; what cannot be cleared is left to the next sweep."""
    for path in directory().glob("*.json"):
        record = _read(path)
        if record is None or not _abandoned(record):
            continue
        with contextlib.suppress(OSError):  # another run may be clearing it, too
            if not clear(path):
                yield Path(record.prefix)


def _abandoned(record: Record) -> bool:
    if record.boot != _boot():
        return True
    if record.namespace != _namespace():
        return False  # its owner cannot be seen from here
    return record.started is None or processes.start_time(record.owner) != record.started


def _read(path: Path) -> Record | None:
    try:
        return Record(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def directory() -> Path:
    """Where the records lie. Raises TargetUnavailable."""
    return cache.directory() / "sessions"


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def _namespace() -> str:
    return str(Path("/proc/self/ns/pid").readlink())
