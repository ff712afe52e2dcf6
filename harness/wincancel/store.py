"""Where runs are kept: one stream a file in `out/runs`, named after target and time, never overwritten.

A run in progress writes below `out/runs/.unfinished`; it gets its final name only once its stream is known to be valid,
and `NAME.incomplete.jsonl` otherwise. The name of a run that was told to leave out cases ends in `.part`, that of a
shard in `.shard-I-of-N`, and that of a shard of less than all cases in both.
"""

from __future__ import annotations

import contextlib
import difflib
import errno
import fcntl
import json
import os
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from . import cache
from .target import TargetUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NAME = re.compile(
    r"(?P<target>.+)-(?P<when>\d{8}T\d{6}Z)-(?P<random>[0-9a-f]{6})"
    r"(?:\.shard-(?P<number>\d+)-of-(?P<shards>\d+))?(?P<part>\.part)?(?P<broken>\.incomplete)?"
)
_HEADER_BYTES = 4 << 20
_LOCK_SECONDS = 30


class RunNotFoundError(Exception):
    """No stored run has that name; the message is one line for the user."""


class StoreFailedError(Exception):
    """The directory of runs cannot be written (full, read-only); the message is one line for the user."""


@dataclass(frozen=True)
class StoredRun:
    """A file of the store. `target` is the name it ran under, or the file's name where it came from elsewhere."""

    path: Path

    @property
    def name(self) -> str:
        """What the run is called on the command line."""
        return self.path.name.removesuffix(".jsonl")

    @property
    def target(self) -> str:
        """The name of the target it ran on."""
        match = _NAME.fullmatch(self.name)
        return match["target"] if match else self.name

    @property
    def complete(self) -> bool:
        """Whether it was valid when it was kept."""
        return not self.name.endswith(".incomplete")

    @property
    def part(self) -> bool:
        """Whether it was told to leave out cases."""
        match = _NAME.fullmatch(self.name)
        return match is not None and (match["part"] or match["shards"]) is not None

    @property
    def shard_of_all(self) -> bool:
        """Whether it is a shard, and the shards together have all cases."""
        match = _NAME.fullmatch(self.name)
        return match is not None and match["part"] is None and match["shards"] is not None

    @property
    def age_key(self) -> tuple[str, str]:
        """Sorts by time; files that carry no time come first."""
        match = _NAME.fullmatch(self.name)
        return (match["when"] if match else "", self.name)


@dataclass(frozen=True)
class Pending:
    """The place of a run in progress; `lock` is held until it is kept, or this process ends."""

    name: str
    path: Path
    lock: int | None


class RunStore:
    """The runs below one directory of output."""

    def __init__(self, out: Path) -> None:
        self.directory = out / "runs"
        self._unfinished = self.directory / ".unfinished"

    def begin(self, target: str, part: bool = False, shard: tuple[int, int] = (1, 1)) -> Pending:
        """A private path for the stream of a new run on `target`, of all cases or a part. Raises StoreFailedError."""
        suffix = "" if shard == (1, 1) else f".shard-{shard[0]}-of-{shard[1]}"
        suffix += ".part" if part else ""
        when = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        name = f"{target}-{when}-{secrets.token_hex(3)}{suffix}"
        try:
            self._unfinished.mkdir(parents=True, exist_ok=True)
            # Nobody sweeps between the making of a lock file and the taking of its lock.
            with cache.exclusive(self._unfinished / "lock", _LOCK_SECONDS):
                self._sweep()
                lock = os.open(self._lock_of(name), os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (OSError, TargetUnavailable) as error:
            raise StoreFailedError(_full_or(error, self.directory)) from error
        return Pending(name, self._unfinished / f"{name}.jsonl", lock)

    def _lock_of(self, name: str) -> Path:
        return self._unfinished / f"{name}.lock"

    def keep(self, pending: Pending, valid: bool) -> Path | None:
        """Gives a finished stream its final name and returns it; None where there is no stream or nothing in it.

        Raises StoreFailedError where it cannot be kept.
        """
        try:
            if not pending.path.exists() or (not valid and pending.path.stat().st_size == 0):
                pending.path.unlink(missing_ok=True)
                return None
            return self._place(pending.path, pending.name, valid)
        except OSError as error:
            raise StoreFailedError(_full_or(error, self.directory)) from error
        finally:
            self._lock_of(pending.name).unlink(missing_ok=True)
            if pending.lock is not None:
                os.close(pending.lock)

    def replace(self, pending: Pending, write: Callable[[Path], None]) -> None:
        """Puts what `write` writes to a new file in the place of a pending stream, or leaves that as it is.

        Raises StoreFailedError.
        """
        new = pending.path.with_suffix(".new")
        try:
            write(new)
            new.replace(pending.path)
        except OSError as error:
            raise StoreFailedError(_full_or(error, self.directory)) from error
        finally:
            new.unlink(missing_ok=True)

    def discard(self, pending: Pending) -> None:
        """Removes a pending stream, which is of no more use. Raises StoreFailedError."""
        with contextlib.suppress(OSError):
            pending.path.unlink(missing_ok=True)
        self.keep(pending, valid=False)

    def _place(self, path: Path, name: str, valid: bool) -> Path:
        final = self.directory / f"{name}{'' if valid else '.incomplete'}.jsonl"
        os.link(path, final)  # unlike a rename, refuses to replace what is there
        path.unlink()
        return final

    def _sweep(self) -> None:
        """Keeps, as incomplete, what runs that were killed left behind."""
        for path in self._unfinished.glob("*.lock"):
            lock = os.open(path, os.O_RDWR)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)  # that run lives
                continue
            path.with_suffix(".new").unlink(missing_ok=True)
            self.keep(Pending(path.stem, path.with_suffix(".jsonl"), lock), valid=False)

    def runs(self) -> list[StoredRun]:
        """Every stored run, the oldest first."""
        if not self.directory.is_dir():
            return []
        found = [StoredRun(path) for path in self.directory.glob("*.jsonl") if path.is_file()]
        return sorted(found, key=lambda run: run.age_key)

    def latest(self, case: str | None = None) -> list[StoredRun]:
        """The newest complete run of each target, by the target's name, 2.3 before 2.11.

        If a `case` is given, the newest that planned it; else the newest of all cases, or where there is none, of a
        part.
        """
        newest: dict[str, StoredRun] = {}
        for run in reversed(self.runs()):
            known = newest.get(run.target)
            better = known is None or (case is None and known.part and not run.part)
            if run.complete and better and (case is None or _plans(run.path, case)):
                newest[run.target] = run
        return [newest[target] for target in sorted(newest, key=_by_numbers)]

    def find(self, names: Sequence[str], case: str | None = None) -> list[StoredRun]:
        """The runs of those names: a path, a stored name (or its beginning), or a target, which means its latest.

        The latest is one that planned `case`, if there is any. Raises RunNotFoundError.
        """
        return [self._find(name, case) for name in names]

    def _find(self, name: str, case: str | None) -> StoredRun:
        if Path(name).is_file():
            return StoredRun(Path(name))
        runs = self.runs()
        for run in (self.latest(case) if case else []) + self.latest():
            if run.target == name:
                return run
        matching = [run for run in runs if run.name.startswith(name)]
        if len(matching) == 1:
            return matching[0]
        if matching:
            raise RunNotFoundError(
                f"{name} is the beginning of {len(matching)} runs; the newest is {matching[-1].name}"
            )
        close = difflib.get_close_matches(name, [run.target for run in runs] + [run.name for run in runs], 1)
        raise RunNotFoundError(f"no run {name} in {self.directory}" + (f"; is it {close[0]}?" if close else ""))


def _by_numbers(name: str) -> tuple[tuple[str, int], ...]:
    """Sorts names with numbers in them by these."""
    parts = re.findall(r"([^0-9]*)([0-9]*)", name)
    return tuple((text, int(digits or "0")) for text, digits in parts)


def _plans(path: Path, case: str) -> bool:
    """Whether the header of a stream, its first line, names a case."""
    with contextlib.suppress(OSError), path.open("rb") as file:
        return json.dumps(case).encode() in file.readline(_HEADER_BYTES)
    return False


def _full_or(error: OSError | TargetUnavailable, directory: Path) -> str:
    if not isinstance(error, OSError):
        return str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"no space left for results in {directory}"
    return f"cannot keep results in {directory}: {error.strerror}"
