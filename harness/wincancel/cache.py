"""The directory where what took time to make is kept between runs, and locks between the runs that share it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .target import TargetUnavailable

_POLL_SECONDS = 0.1


def directory() -> Path:
    """`$WINCANCEL_CACHE`, else `wincancel` in the user's cache directory; made where it is missing.

    Raises TargetUnavailable where it cannot be made, or has a name that the trees cannot live under.
    """
    given = os.environ.get("WINCANCEL_CACHE")
    if given:
        path = Path(given)
    else:
        base = os.environ.get("XDG_CACHE_HOME")
        path = Path(base) / "wincancel" if base else Path.home() / ".cache" / "wincancel"
    # The trees' libraries find each other through a path list that knows no quoting.
    if set(":$;\n") & set(str(path.absolute())):
        raise TargetUnavailable(f"the cache directory {str(path)!r} has one of : $ ; in its name; set WINCANCEL_CACHE")
    try:
        path.mkdir(parents=True, exist_ok=True)
        return path.resolve(strict=True)
    except OSError as error:
        raise TargetUnavailable(f"the cache directory cannot be made: {error}") from error


@contextlib.contextmanager
def exclusive(path: Path, seconds: float, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Holds the lock file `path`, which is made where missing, against every other process of this machine.

    `waiting` is called once if somebody else holds it. Raises OSError, and TargetUnavailable once `seconds` are over.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        if not _try(lock.fileno()):
            waiting()
            deadline = time.monotonic() + seconds
            while not _try(lock.fileno()):
                if time.monotonic() > deadline:
                    raise TargetUnavailable(f"another run has held {path} for {seconds:.0f} s")
                time.sleep(_POLL_SECONDS)  # sleep-ok: flock has no time-out of its own
        yield


def _try(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
