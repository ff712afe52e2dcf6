"""What set-up started ends with it, also from another thread."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

# Starts a program with a grandchild in a thread, as set-up does, and abandons it once both run.
DRIVER = """
import sys, threading, time
from pathlib import Path
from wincancel.subprocesses import abandon, run_quietly
from wincancel.targets import TargetUnavailable

note = Path(sys.argv[1])
script = f"sleep 600 & echo $! $$ > {note}.new && mv {note}.new {note}; wait"

def set_up():
    try:
        run_quietly(["sh", "-c", script], "waiting", 300)
    except TargetUnavailable as error:
        print("ended:", error)
    try:
        run_quietly(["true"], "going on", 300)
    except TargetUnavailable as error:
        print("refused:", error)

thread = threading.Thread(target=set_up, daemon=True)
thread.start()
deadline = time.monotonic() + 20
while not note.exists():
    assert time.monotonic() < deadline
    time.sleep(0.02)  # sleep-ok: between looks
abandon()
thread.join(20)
assert not thread.is_alive()
"""


def test_abandon_ends_what_runs_and_lets_nothing_start(tmp_path: Path) -> None:
    note = tmp_path / "processes"
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(note)], capture_output=True, text=True, timeout=60, check=True
    )
    assert "ended: waiting failed: " in done.stdout
    assert "refused: going on failed: interrupted" in done.stdout
    deadline = time.monotonic() + 5
    left = [int(word) for word in note.read_text(encoding="ascii").split()]
    while any(lives(process) for process in left):
        assert time.monotonic() < deadline, "something runs on"
        time.sleep(0.02)  # sleep-ok: between looks at what other processes do


def lives(process: int) -> bool:
    """Whether a process is there and is not merely waiting to be reaped."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"
