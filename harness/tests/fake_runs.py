"""Runs of the stand-in for the executable, and what is asked of the processes that they start."""

from __future__ import annotations

import time
from pathlib import Path

from conftest import FakePlatform, FakeTarget, SilentProgress

from wincancel.execution import Limits
from wincancel.order import Order
from wincancel.phases import run_targets
from wincancel.run import TargetRun
from wincancel.store import RunStore

QUICK = Limits(silence=1.5, total=20)
TARGET = FakeTarget("wine-10.0")


def run(platform: FakePlatform, store: RunStore, *targets: FakeTarget, order: Order | None = None) -> list[TargetRun]:
    return run_targets(targets or (TARGET,), order or Order(limits=QUICK), platform, store, SilentProgress())


def kept(store: RunStore) -> list[str]:
    return sorted(path.name for path in store.directory.iterdir() if path.is_file())


def children_of(pid: int) -> list[int]:
    """The processes that a process started."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text(encoding="ascii").split()]


def ended_within(pid: int, seconds: float) -> bool:
    """Whether a process that is not our child has ended, or does in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)  # sleep-ok: between looks, with a deadline
    return False
