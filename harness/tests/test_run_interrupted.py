"""A run that is interrupted, by a signal or by its own death: what there is stays, and nothing runs on."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import FAKE_EXECUTABLE, FakePlatform, SilentProgress
from fake_runs import TARGET, children_of, ended_within, kept, run

from wincancel.order import Order
from wincancel.phases import run_targets
from wincancel.roles import InterruptedRunError
from wincancel.store import RunStore
from wincancel.stream import StreamReader, read_run


def test_interrupted_before_anything_began(platform: FakePlatform, store: RunStore) -> None:
    with pytest.raises(InterruptedRunError):
        run_targets([TARGET], Order(), platform, store, SilentProgress(), stop=lambda: True)


def test_interrupted_while_a_target_is_set_up(platform: FakePlatform, store: RunStore) -> None:
    platform.slow = frozenset({"wine-10.0"})
    began = time.monotonic()
    with pytest.raises(InterruptedRunError):
        run_targets([TARGET], Order(), platform, store, SilentProgress(), stop=lambda: time.monotonic() > began + 0.5)
    assert platform.abandoned.is_set()
    assert time.monotonic() - began < 5


def test_interrupted_in_the_middle_keeps_what_there_is(platform: FakePlatform, store: RunStore) -> None:
    platform.behaviours["wine-10.0"] = "slow 0.5"
    finished: list[int] = []

    class Progress(SilentProgress):
        def seen(self, target: str, reader: object) -> None:
            del target
            assert isinstance(reader, StreamReader)
            finished.append(reader.finished)

    with pytest.raises(InterruptedRunError):
        run_targets([TARGET], Order(), platform, store, Progress(), stop=lambda: bool(finished) and finished[-1] > 0)
    (name,) = kept(store)
    assert name.endswith(".incomplete.jsonl")
    assert platform.open_sessions == []


DRIVER = """
import sys
from pathlib import Path
from conftest import FakePlatform, FakeTarget, SilentProgress
from wincancel.commands.console import stop_on_signals
from wincancel.order import Order
from wincancel.roles import InterruptedRunError
from wincancel.phases import run_targets
from wincancel.store import RunStore

platform = FakePlatform(Path(sys.argv[1]), {"wine-10.0": "slow 0.5"}, environment={"PYTHONPATH": sys.argv[3]})
with stop_on_signals() as stop:
    try:
        run_targets([FakeTarget("wine-10.0")], Order(repeat=100), platform, RunStore(Path(sys.argv[2])),
                    SilentProgress(), stop)
    except InterruptedRunError:
        print("interrupted", platform.open_sessions)
        sys.exit(3)
"""


@contextlib.contextmanager
def running_harness(platform: FakePlatform, store: RunStore) -> Iterator[subprocess.Popen[str]]:
    """A harness in a process of its own, in the middle of a run that would take minutes."""
    here = str(FAKE_EXECUTABLE.parent)
    scratch = store.directory.parent.with_name("scratch")
    scratch.mkdir(exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(platform.executable), str(store.directory.parent), here],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([here, *sys.path]), "TMPDIR": str(scratch)},
    )
    try:
        deadline = time.monotonic() + 20
        while not any(path.stat().st_size > 2000 for path in store.directory.glob(".unfinished/*.jsonl")):
            assert time.monotonic() < deadline, "the run did not begin"
            assert process.poll() is None, "the harness ended"
            time.sleep(0.05)  # sleep-ok: between looks, with a deadline
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_run_in_order(platform: FakePlatform, store: RunStore, number: signal.Signals) -> None:
    with running_harness(platform, store) as harness:
        children = children_of(harness.pid)
        harness.send_signal(number)
        output, _ = harness.communicate(timeout=15)
        assert (harness.returncode, output) == (3, "interrupted []\n")
    assert children
    assert all(ended_within(child, 5) for child in children)
    (name,) = kept(store)
    assert name.endswith(".incomplete.jsonl")
    assert read_run(store.directory / name).results


def test_the_next_run_finds_what_a_killed_harness_left(platform: FakePlatform, store: RunStore) -> None:
    with running_harness(platform, store) as harness:
        children = children_of(harness.pid)
        harness.kill()
        harness.communicate(timeout=15)
        for child in children:
            os.killpg(child, signal.SIGKILL)
    assert kept(store) == []
    assert run(platform, store)[0].valid
    names = kept(store)
    assert len(names) == 2
    assert sum(name.endswith(".incomplete.jsonl") for name in names) == 1


def test_the_scratch_directory_of_a_killed_harness_is_removed_by_a_later_run(
    platform: FakePlatform, store: RunStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "scratch"
    monkeypatch.setattr("tempfile.tempdir", str(place))
    with running_harness(platform, store) as harness:
        children = children_of(harness.pid)
        (scratch,) = place.iterdir()
        an_hour_ago = time.time() - 3600
        os.utime(scratch, (an_hour_ago, an_hour_ago))
        assert run(platform, store)[0].valid
        assert scratch.exists(), "the run in progress lost its directory"
        harness.kill()
        harness.communicate(timeout=15)
        for child in children:
            os.killpg(child, signal.SIGKILL)
    other = place / "wincancel-scratch-of-the-user"
    other.mkdir()
    os.utime(scratch, (an_hour_ago, an_hour_ago))
    os.utime(other, (an_hour_ago, an_hour_ago))
    assert run(platform, store)[0].valid
    assert list(place.iterdir()) == [other]


def test_runs_at_the_same_time_do_not_meet(platform: FakePlatform, store: RunStore) -> None:
    with running_harness(platform, store) as harness:
        assert run(platform, store)[0].valid
        assert harness.poll() is None, "the run in progress was disturbed"
