"""The processes of one Wine prefix, found by their environment and ended.

Wine's processes leave the group and the session of what started them, and are children of nobody. But each has
WINEPREFIX in the environment it was started with, also where a Windows program gave its child another environment.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

_POLL_SECONDS = 0.002


def of_prefix(prefix: Path) -> list[int]:
    """The numbers of the running processes whose WINEPREFIX is `prefix`, which must be spelt as it was for them."""
    wanted = b"WINEPREFIX=" + os.fsencode(prefix)
    found = []
    for process in Path("/proc").iterdir():
        # Other users' processes cannot be read, and any process may be gone by now.
        with contextlib.suppress(OSError):
            if process.name.isdecimal() and wanted in (process / "environ").read_bytes().split(b"\0"):
                found.append(int(process.name))
    return found


def end_prefix(prefix: Path, seconds: float) -> list[int]:
    """Kills every process of `prefix`, also those that appear meanwhile; waits for their end, at most `seconds`.

    Returns those that are left: a process in an uninterruptible operation does not die.
    """
    deadline = time.monotonic() + seconds
    while True:
        running = of_prefix(prefix)
        if not running or time.monotonic() > deadline:
            return running
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        time.sleep(_POLL_SECONDS)  # sleep-ok: between looks; not all of them are our children, so nothing tells us


def start_time(process: int) -> int | None:
    """When `process` started, in clock ticks since the machine did; None where there is none of this number.

    With the number it names a process for good: numbers are used again.
    """
    try:
        content = Path(f"/proc/{process}/stat").read_text(errors="replace")
    except OSError:
        return None
    # The name, in parentheses, may contain anything; state and start time are the 1st and the 20th field after it.
    fields = content[content.rindex(")") + 2 :].split()
    return None if fields[0] in "ZX" else int(fields[19])
