"""A process that has a session open, to be killed, and the wait for what that should bring about."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from wincancel import processes

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable

    from wincancel.targets import Target

DEADLINE_SECONDS = 30.0

# Opens a session, starts what never ends in it, tells the prefix, and waits to be killed.
SCRIPT = """
import signal, subprocess, sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in a shell's background
from wincancel import adapters, targets
with adapters.session(targets.load()[sys.argv[1]], Path(sys.argv[2])) as session:
    subprocess.run(session.command(Path(sys.argv[3]), ["stray"]), env=session.environment, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    print(session.prefix, flush=True)
    sys.stdin.read()
"""


def start(target: Target, scratch: Path, program: Path) -> tuple[subprocess.Popen[str], Path]:
    """The process, and the prefix of its session."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, target.name, scratch, program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    prefix = Path(process.stdout.readline().strip())
    assert prefix.is_dir()
    assert processes.of_prefix(prefix) != []
    return process, prefix


def end(process: subprocess.Popen[str], sent: signal.Signals) -> None:
    """Ends the process by a signal."""
    process.send_signal(sent)
    process.wait(DEADLINE_SECONDS)
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        pipe.close()


def wait_until(condition: Callable[[], bool]) -> None:
    """Waits, with a deadline, for something that other processes do."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.01)  # sleep-ok: between looks at what other processes do
