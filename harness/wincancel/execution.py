"""One run of the executable, watched from outside.

The executable's own parent process stands on the implementation under test, so it is not trusted to end: its stream is
followed while it grows, and the harness has a deadline for silence and one for the whole of its own. Whatever happens,
the process and its whole process group are ended; the target's session ends what left the group.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Protocol

from .printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from .stream import StreamReader

POLL_SECONDS = 0.2
TAIL_BYTES = 16 << 10  # of what the executable printed, kept for an error message
_CHUNK_BYTES = 1 << 20
_CHUNKS_PER_POLL = 16
_END_SECONDS = 5.0


class Session(Protocol):
    """A place to run in: one target, private to one run."""

    @property
    def environment(self) -> Mapping[str, str]:
        """The whole environment of what runs in it."""
        ...

    def command(self, executable: Path, arguments: Sequence[str]) -> list[str]:
        """What to start on this machine so that `executable` gets `arguments` on the target."""
        ...

    def path(self, path: Path) -> str:
        """A path of this machine as the target understands it."""
        ...


def never() -> bool:
    """The `stop` of a run that nobody interrupts."""
    return False


def unwatched(reader: StreamReader) -> None:
    """The `watch` of a run that nobody looks at."""
    del reader


@dataclass(frozen=True)
class Limits:
    """Deadlines around the executable, in seconds: without a new record, and in all."""

    silence: float
    total: float


@dataclass(frozen=True)
class Ending:
    """How the executable ended.

    `stopped` says why the harness ended it; `said` and `errors` are the ends of its standard output and error.
    """

    exit_code: int | None
    stopped: str | None
    said: str
    errors: str
    seconds: float


class _Tail:
    """Reads a pipe to its end, so that nobody blocks on it, and keeps only the last of it."""

    def __init__(self, pipe: IO[bytes] | None, size: int) -> None:
        assert pipe is not None
        self._pipe = pipe
        self._most = size
        self._kept: deque[bytes] = deque()
        self._size = 0
        self._lock = threading.Lock()
        # A grandchild may hold the pipe open for ever; the thread must not hold up the end of the harness.
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            while chunk := os.read(self._pipe.fileno(), 1 << 16):
                with self._lock:
                    self._kept.append(chunk)
                    self._size += len(chunk)
                    while self._size - len(self._kept[0]) > self._most:
                        self._size -= len(self._kept.popleft())

    def text(self) -> str:
        self._thread.join(timeout=1.0)
        with self._lock:
            return b"".join(self._kept)[-self._most :].decode("utf-8", "replace")


class _Follower:
    """Feeds a growing file to a reader."""

    def __init__(self, path: Path, reader: StreamReader) -> None:
        self._path = path
        self._reader = reader
        self._file: IO[bytes] | None = None

    def feed(self, to_the_end: bool = False) -> bool:
        """Feeds what is new, a bounded part of it unless `to_the_end`; says whether there was anything."""
        if self._file is None:
            try:
                self._file = self._path.open("rb")
            except FileNotFoundError:
                return False
        chunks = 0
        while (to_the_end or chunks < _CHUNKS_PER_POLL) and not self._reader.flooded:
            chunk = self._file.read(_CHUNK_BYTES)
            if not chunk:
                break
            self._reader.feed(chunk)
            chunks += 1
        return chunks > 0

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def execute(
    session: Session,
    executable: Path,
    arguments: Sequence[str],
    stream: Path,
    limits: Limits,
    reader: StreamReader,
    watch: Callable[[StreamReader], None] = unwatched,
    stop: Callable[[], bool] = never,
    directory: Path | None = None,
    output_bytes: int = TAIL_BYTES,
) -> Ending:
    """Runs the executable in `session`, feeding `reader` with what it writes to `stream`.

    `watch` is called after each look at the stream; once `stop` answers true the executable is ended. It starts in
    `directory`; no more than the last `output_bytes` of its output are kept. Raises OSError where it cannot be
    started at all.
    """
    began = time.monotonic()
    process = subprocess.Popen(
        session.command(executable, arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(session.environment),
        cwd=directory,
        start_new_session=True,
    )
    output, errors = _Tail(process.stdout, output_bytes), _Tail(process.stderr, TAIL_BYTES)
    follower = _Follower(stream, reader)
    descriptor = os.pidfd_open(process.pid)
    try:
        stopped = _follow(descriptor, follower, reader, limits, watch, stop, began)
    finally:
        os.close(descriptor)
        exit_code = _end_group(process)
    try:
        follower.feed(to_the_end=True)
        watch(reader)
    finally:
        follower.close()
    return Ending(None if stopped else exit_code, stopped, output.text(), errors.text(), time.monotonic() - began)


def _follow(
    descriptor: int,
    follower: _Follower,
    reader: StreamReader,
    limits: Limits,
    watch: Callable[[StreamReader], None],
    stop: Callable[[], bool],
    began: float,
) -> str | None:
    """Watches until the process ends (None) or must be ended (why)."""
    heard = began
    while not _ended_within(descriptor, POLL_SECONDS):
        now = time.monotonic()
        if follower.feed():
            heard = now
        watch(reader)
        if stop():
            return "stopped"
        if reader.flooded:
            return "its stream grew without bounds"
        if now - heard > limits.silence:
            return f"silent for {limits.silence:.0f} s"
        if now - began > limits.total:
            return f"not done after {limits.total:.0f} s"
    return None


def _ended_within(descriptor: int, seconds: float) -> bool:
    """Waits for the end of a process without waking up in between: races are being measured on this machine.

    The process is not reaped: until it is, its number names its group and nobody else's.
    """
    ready, _, _ = select.select([descriptor], [], [], seconds)
    return bool(ready)


def _end_group(process: subprocess.Popen[bytes]) -> int | None:
    """Ends the process and its group, also where the process itself is gone and others of the group are not."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    try:
        return process.wait(timeout=_END_SECONDS)
    except subprocess.TimeoutExpired:
        return None  # stuck in the kernel: left to the session, which has a deadline of its own


def how_ended(ending: Ending) -> str:
    """The end of the executable in one line, with the last line it printed."""
    lines = [line.strip() for line in (ending.said + "\n" + ending.errors).splitlines() if line.strip()]
    last = f', and its last words were "{printable(lines[-1], 200)}"' if lines else ""
    if ending.stopped is not None:
        return f"the executable was ended: {ending.stopped}{last}"
    if ending.exit_code is not None and ending.exit_code < 0:
        return f"the executable was killed by signal {-ending.exit_code}{last}"
    return f"the executable ended with code {ending.exit_code}{last}"
