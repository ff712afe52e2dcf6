"""A session: one target's prefix, private to one run, with a server that is kept warm, and its end."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from . import leftovers, prefix
from .network import Network
from .target import TargetUnavailable
from .wine import Wine

_SERVER_SECONDS = 60


class Session:
    """A place to run programs in. Obtained from `adapters.session`."""

    def __init__(self, place: Path, record: Path, wine: Wine, network: Network) -> None:
        """`record` is what `leftovers` knows of the prefix `place`."""
        self.environment: Mapping[str, str] = prefix.environment(place, wine)
        """The whole environment for programs started here."""
        self.prefix = place
        self.started: list[subprocess.Popen[bytes]] = []
        """What the user of the session started and wants to be reaped by its end; may stay empty."""
        self.left_behind: list[int] = []
        """After `close`: the processes that could not be ended."""
        self._record = record
        self._loader = wine.loader
        self._network = network
        self._closed = False

    @property
    def network(self) -> Literal["private", "host"]:
        """Whether what runs here has a network for itself, of which it has every port, or shares this machine's."""
        return "private" if self._network.entrance else "host"

    def command(self, executable: Path, arguments: Sequence[str]) -> list[str]:
        """The command of this machine that runs `executable`; to be started with `environment`."""
        return self.inside([str(self._loader), self.path(executable), *arguments])

    def inside(self, command: Sequence[str]) -> list[str]:
        """The command that runs `command`, of this machine, in the session's network."""
        return [*self._network.entrance, *command]

    def path(self, path: Path) -> str:
        """The path of this machine as programs in the session understand it. Raises TargetUnavailable if none is."""
        try:
            return prefix.windows_path(path)
        except ValueError as error:
            raise TargetUnavailable(str(error)) from error

    def close(self) -> None:
        """Ends every process of the prefix, also strays, then removes it; takes at most `leftovers.END_SECONDS`.

        What cannot be ended is listed in `left_behind`, and cleared by a later run. A second call does nothing.
        """
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(OSError):
            self.left_behind = leftovers.clear(self._record)
        for process in self.started:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(leftovers.END_SECONDS)


@contextlib.contextmanager
def open_session(wine: Wine, scratch: Path) -> Iterator[Session]:
    """A session in a new prefix below the directory `scratch`, for `wine`.

    First clears what killed runs left behind. Raises TargetUnavailable where prefix or server cannot be made.
    """
    place, record = leftovers.reserve(scratch, "prefix")
    with contextlib.closing(Network()) as network, guarded(record):
        session = Session(place, record, wine, network)
        try:
            _start(session, wine)
            yield session
        finally:
            session.close()


def _start(session: Session, wine: Wine) -> None:
    log = session.prefix / "server.log"
    try:
        prefix.make(session.prefix, wine)
        # -p: it stays when there are no clients. The program ends as soon as clients can come, but leaves behind the
        # server, with its standard output and error: no pipe, whose end would never come.
        # The server makes the sockets of all the others, so it is in the session's network as they are.
        with log.open("wb") as output:
            subprocess.run(
                session.inside([str(wine.server), "-p"]),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=dict(session.environment),
                timeout=_SERVER_SECONDS,
                check=True,
            )
    except OSError as error:
        raise TargetUnavailable(f"the prefix cannot be made: {error}") from error
    except subprocess.SubprocessError:
        said = log.read_text(errors="replace").strip().splitlines() or ["it said nothing"]
        raise TargetUnavailable(f"Wine's server does not start: {said[-1]}") from None


@contextlib.contextmanager
def guarded(record: Path) -> Iterator[None]:
    """Has a process that clears the prefix of `record` should this one be killed."""
    try:
        guardian = subprocess.Popen(
            [sys.executable, "-m", "wincancel.guardian", record],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            # What ends this process's group should not end it.
            start_new_session=True,
        )
    except OSError as error:
        raise TargetUnavailable(f"the session's guardian cannot be started: {error}") from error
    try:
        yield
    finally:
        assert guardian.stdin is not None
        if not record.exists():
            guardian.send_signal(signal.SIGKILL)
            guardian.wait()
        guardian.stdin.close()  # with something left to clear, it goes on to try
