"""Programs of this machine that set-up calls: bounded in time, quiet, and one line where they fail."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from .target import TargetUnavailable

_abandoned = threading.Event()
_lock = threading.Lock()
_running: set[subprocess.Popen[str]] = set()


def abandon() -> None:
    """Ends every program that runs here, in whatever thread, and lets no other start: this process is about to end."""
    _abandoned.set()
    with _lock:
        for process in _running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def run_quietly(
    command: Sequence[str | Path],
    purpose: str,
    seconds: float,
    environment: Mapping[str, str] | None = None,
    directory: Path | None = None,
    log: Path | None = None,
) -> str:
    """Runs `command` and returns its standard output; keeps all it said in the file `log`, if one is given.

    Raises TargetUnavailable("PURPOSE failed: REASON") where it is missing, fails, or takes more than `seconds`; its
    whole process group is ended then, as by `abandon`. Raises OSError where the log cannot be written.
    """
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=None if environment is None else dict(environment),
            cwd=directory,
            start_new_session=True,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise TargetUnavailable(f"{purpose} failed: {command[0]}: {error.strerror}") from error
    with _lock:
        _running.add(process)
    try:
        if _abandoned.is_set():
            raise TargetUnavailable(f"{purpose} failed: interrupted")
        output, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise TargetUnavailable(f"{purpose} failed: {command[0]} took more than {seconds:.0f} s") from None
    finally:
        # Also the way out of an interrupt: nothing that was started here outlives the call.
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        with _lock:
            _running.discard(process)
    if log is not None:
        log.write_text(output + errors, encoding="utf-8")
    if process.returncode != 0:
        see = f" (all of it: {log})" if log is not None else ""
        raise TargetUnavailable(f"{purpose} failed: {_reason(output + errors, process.returncode)}{see}")
    return output


def _reason(said: str, code: int) -> str:
    """The line of a program's messages that tells most: the first that is marked as an error, else the last."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    marked = [line for line in lines if line.startswith(("E:", "CMake Error")) or "error:" in line]
    return (marked or lines[-1:] or [f"exit code {code}"])[0]
