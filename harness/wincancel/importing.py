"""`wincancel import`: results of another machine become runs of the store, unless they are there already."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .parcel import BadParcelError, Parcelled, chunks_of
from .stream import StreamReader, read_run
from .target import IMPORTED

if TYPE_CHECKING:
    from pathlib import Path

    from .records import Header, Run
    from .store import RunStore

_LONGEST_NAME = 60


@dataclass(frozen=True)
class Imported:
    """What became of one stream: the run as stored, and whether it was there before."""

    path: Path
    run: Run
    known: bool


def import_stream(parcelled: Parcelled, store: RunStore, target: str | None = None) -> Imported:
    """Takes one stream into the store under the target's name `target`, or one made of what it ran on.

    A stream that is not a whole run is kept as incomplete. Raises BadParcelError where it is no stream at all (nothing
    is kept then), StoreFailedError and OSError.
    """
    digest, header = _look(parcelled)
    known = _kept_before(store, digest)
    if known is not None:
        return Imported(known, read_run(known), known=True)
    reader = StreamReader()
    pending = store.begin(target or name_of(header), part=header.plan.shard != (1, 1))
    whole = False
    try:
        with pending.path.open("wb") as file:
            for chunk in chunks_of(parcelled):
                reader.feed(chunk)
                file.write(chunk)
        whole = True
    finally:
        run = reader.run(pending.path)
        if not whole:
            pending.path.unlink(missing_ok=True)
        path = store.keep(pending, valid=run.valid)
    assert path is not None
    return Imported(path, run, known=False)


def _look(parcelled: Parcelled) -> tuple[bytes, Header]:
    """The hash of the stream and its header, without keeping anything."""
    reader = StreamReader()
    digest = hashlib.sha256()
    for chunk in chunks_of(parcelled):
        digest.update(chunk)
        if reader.header is None and not reader.flooded:
            reader.feed(chunk)
    if reader.header is None:
        problems = reader.run().problems
        raise BadParcelError(f"{parcelled.label}: not a stream of wincancel: {problems[0]}")
    return digest.digest(), reader.header


def _kept_before(store: RunStore, digest: bytes) -> Path | None:
    for stored in store.runs():
        with stored.path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").digest() == digest:
                return stored.path
    return None


def name_of(header: Header) -> str:
    """A name for the target of a run from elsewhere, of letters, digits, `_`, `.` and `-` alone.

    It never passes for a target of this machine.
    """
    parts = (IMPORTED, header.target.kind, header.target.version, header.abi)
    name = "-".join(re.sub(r"[^A-Za-z0-9_.]+", "-", part).strip("-.") for part in parts if part)
    return re.sub(r"-{2,}", "-", name)[:_LONGEST_NAME].rstrip("-.")
