"""A session for programs of this machine: a directory and a network private to one run, and its end."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from . import leftovers
from .network import Network
from .session import guarded
from .target import TargetUnavailable


class NativeSession:
    """A place to run native programs in."""

    def __init__(self, place: Path, network: Network) -> None:
        """`place` is the directory that is theirs."""
        self.environment: Mapping[str, str] = {
            "HOME": str(place),
            "LC_ALL": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
            "TMPDIR": str(place),
            # By this the session's processes are known, whoever their parent is: see `processes`.
            "WINEPREFIX": str(place),
            # WinPR says on the standard error which of its functions are only stubs.
            "WLOG_LEVEL": "OFF",
        }
        """The whole environment for programs started here."""
        self._network = network

    def command(self, executable: Path, arguments: Sequence[str]) -> list[str]:
        """The command that runs `executable`; to be started with `environment`."""
        return [*self._network.entrance, str(executable.absolute()), *arguments]

    def path(self, path: Path) -> str:
        """The path as programs in the session understand it: as everybody does."""
        return str(path.absolute())


@contextlib.contextmanager
def open_native_session(scratch: Path) -> Iterator[NativeSession]:
    """A session in a new directory below `scratch`; at its end what still runs in it is ended, and it is removed.

    First clears what killed runs left behind. Raises TargetUnavailable where it cannot be made.
    """
    place, record = leftovers.reserve(scratch, "native")
    with contextlib.closing(Network()) as network, guarded(record):
        try:
            _make(place)
            yield NativeSession(place, network)
        finally:
            with contextlib.suppress(OSError):
                leftovers.clear(record)


def _make(place: Path) -> None:
    try:
        place.mkdir()
    except OSError as error:
        raise TargetUnavailable(f"no session can be made: {error}") from error
