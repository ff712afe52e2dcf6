"""Private temporary directories that are gone after the run, and after a later run where this one was killed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = "wincancel-scratch-"
_NAME = re.compile(re.escape(_PREFIX) + r"\w{8}")
_SURELY_LOCKED_SECONDS = 60.0  # between the making of a directory and its lock pass microseconds


@contextlib.contextmanager
def scratch_directory() -> Iterator[Path]:
    """A new directory, removed in the end; those of runs that were killed are removed first. Raises OSError."""
    _sweep()
    path = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # held as long as this process lives
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        os.close(lock)


def _sweep() -> None:
    """Removes the user's own directories that nobody holds any more."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            state = path.lstat()
            old = time.time() - state.st_mtime > _SURELY_LOCKED_SECONDS
            if not (_NAME.fullmatch(path.name) and state.st_uid == os.getuid() and old):
                continue
            lock = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
            finally:
                os.close(lock)
