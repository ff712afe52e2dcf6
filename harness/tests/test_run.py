"""Running: whatever the executable does, there is an answer in time, nothing runs on, and nothing kept is lost."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import FAKE_EXECUTABLE, FakePlatform, FakeTarget, SilentProgress

from wincancel import stream as stream_module
from wincancel.case_list import NothingSelectedError, Selection
from wincancel.execution import Limits
from wincancel.run import InterruptedRunError, Order, TargetRun, run_targets
from wincancel.store import RunStore
from wincancel.stream import StreamReader, read_run

QUICK = Limits(silence=1.5, total=20)
TARGET = FakeTarget("wine-10.0")


def run(platform: FakePlatform, store: RunStore, *targets: FakeTarget, order: Order | None = None) -> list[TargetRun]:
    return run_targets(targets or (TARGET,), order or Order(limits=QUICK), platform, store, SilentProgress())


def kept(store: RunStore) -> list[str]:
    return sorted(path.name for path in store.directory.iterdir() if path.is_file())


def test_a_good_run_is_kept_under_the_name_of_its_target(platform: FakePlatform, store: RunStore) -> None:
    (one,) = run(platform, store)
    assert one.valid, one.error
    assert one.run is not None
    assert one.run.path is not None
    assert one.run.path.parent == store.directory
    assert one.run.path.name.startswith("wine-10.0-2")
    assert read_run(one.run.path).valid
    assert [stored.target for stored in store.latest()] == ["wine-10.0"]
    assert [path.name for path in (store.directory / ".unfinished").iterdir()] == ["lock"]


def test_the_order_reaches_the_executable(platform: FakePlatform, store: RunStore) -> None:
    order = Order(Selection(patterns=("*/fails", "CSIO-RACE-1/storm")), seed=42, repeat=3, limits=QUICK)
    (one,) = run(platform, store, order=order)
    assert one.valid, one.error
    assert one.run is not None
    assert one.run.header is not None
    assert one.run.header.seed == 42
    assert {case: len(results) for case, results in one.run.results.items()} == {
        "CSIO-RET-2/fails": 3,
        "CSIO-RACE-1/storm": 3,
    }


@pytest.mark.parametrize(
    ("selection", "says"),
    [
        (Selection(patterns=("CSIO-RET-3*",)), "no case matches 'CSIO-RET-3*'"),
        (Selection(patterns=("CSIO-RET-1*", "nothing")), "no case matches 'nothing'"),
        (Selection(patterns=("CSIO-RET-2/fail",)), "is it CSIO-RET-2/fails?"),
        (Selection(patterns=("CSIO-RET-2/fail[s]",)), "no case matches"),
        (Selection(suites=("cancel_synchronous",)), "is it cancel_synchronous_io?"),
        (Selection(classes=("exclusiv",)), "is it exclusive?"),
        (Selection(patterns=("CSIO-RACE-1/*",), classes=("shared",)), "together"),
    ],
)
def test_a_selection_of_nothing_runs_nothing(
    platform: FakePlatform, store: RunStore, selection: Selection, says: str
) -> None:
    with pytest.raises(NothingSelectedError, match=f".*{says.replace('*', '[*]').replace('?', '[?]')}"):
        run(platform, store, order=Order(selection))
    assert not store.directory.exists()


@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        ("exit 2 0", "3 of 4|2 of 4|did not finish|no footer"),
        ("exit 0 3", "ended with code 3"),
        ("end 5", "the stream is whole, but the executable ended with code 5"),
        ("kill 1", "killed by signal 9"),
        ("forget CSIO-RET-2/fails", "cases: planned 3, asked 4"),
        ("hang 2", "silent for 2 s"),
        ("no-list", "this executable is not whole"),
    ],
)
def test_a_broken_run_says_why_and_is_kept_as_incomplete(
    platform: FakePlatform, store: RunStore, behaviour: str, says: str
) -> None:
    platform.behaviours["wine-10.0"] = behaviour
    (one,) = run(platform, store)
    assert not one.valid
    assert any(part in str(one.error) for part in says.split("|")), one.error
    if behaviour != "no-list":
        (name,) = kept(store)
        assert name.endswith(".incomplete.jsonl")
        assert store.latest() == []
    assert platform.open_sessions == []


def test_the_results_before_a_hang_can_be_read(platform: FakePlatform, store: RunStore) -> None:
    platform.behaviours["wine-10.0"] = "hang 2"
    (one,) = run(platform, store)
    assert one.run is not None
    assert one.run.path is not None
    assert len(read_run(one.run.path).results) == 2


def test_a_run_that_goes_on_for_ever_is_ended_by_the_total_deadline(platform: FakePlatform, store: RunStore) -> None:
    platform.behaviours["wine-10.0"] = "slow 0.4"
    order = Order(repeat=100, limits=Limits(silence=60, total=2))
    began = time.monotonic()
    (one,) = run(platform, store, order=order)
    assert "not done after 2 s" in str(one.error)
    assert time.monotonic() - began < 15


def test_deadlines_scale(platform: FakePlatform, store: RunStore) -> None:
    platform.behaviours["wine-10.0"] = "hang 1"
    (one,) = run(platform, store, order=Order(limits=Limits(silence=20, total=60), timeout_scale=0.1))
    assert "silent for 2 s" in str(one.error)


def test_a_grandchild_that_holds_the_output_is_ended_too(
    platform: FakePlatform, store: RunStore, tmp_path: Path
) -> None:
    note = tmp_path / "grandchild"
    platform.environment["FAKE_CHILD"] = str(note)
    platform.behaviours["wine-10.0"] = "hang-in-background 1"
    (one,) = run(platform, store)
    assert "silent" in str(one.error)
    assert ended_within(int(note.read_text(encoding="ascii")), 5)


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


def test_a_flood_is_cut_off(platform: FakePlatform, store: RunStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "MAX_STREAM_BYTES", 32 << 20)
    platform.behaviours["wine-10.0"] = "flood"
    (one,) = run(platform, store)
    assert "without bounds" in str(one.error)


def test_chatter_neither_blocks_nor_is_kept(platform: FakePlatform, store: RunStore) -> None:
    platform.behaviours["wine-10.0"] = "chatter"
    (one,) = run(platform, store)
    assert one.valid, one.error


def test_a_refusal_is_told_from_a_broken_run(platform: FakePlatform, store: RunStore) -> None:
    platform.behaviours["wine-10.0"] = "refuse"
    (one,) = run(platform, store)
    assert one.refused
    assert "it is no subject" in str(one.error)


def test_a_target_that_cannot_be_had_costs_no_other_its_run(platform: FakePlatform, store: RunStore) -> None:
    platform.broken["wine-8.0"] = "no mirror"
    platform.behaviours["wine-9.0"] = "kill 0"
    runs = run(platform, store, FakeTarget("wine-8.0"), FakeTarget("wine-9.0"), TARGET)
    assert [one.valid for one in runs] == [False, False, True]
    assert runs[0].error == "no mirror"


def test_the_list_of_cases_is_asked_for_once(platform: FakePlatform, store: RunStore) -> None:
    assert run(platform, store)[0].valid
    cache = platform.executable.with_name("fake_executable.list.json")
    assert cache.is_file()
    platform.behaviours["wine-10.0"] = "no-list"
    assert "not whole" not in str(run(platform, store)[0].error)
    platform.executable.write_bytes(platform.executable.read_bytes() + b"\n")
    assert "not whole" in str(run(platform, store)[0].error)


@pytest.mark.parametrize("damage", [b"", b"{", b'{"executable_sha256": 1}', b"\xff"])
def test_a_damaged_cache_of_the_list_is_not_believed(platform: FakePlatform, store: RunStore, damage: bytes) -> None:
    platform.executable.with_name("fake_executable.list.json").write_bytes(damage)
    assert run(platform, store)[0].valid


def test_nothing_is_left_in_the_temporary_directory(
    platform: FakePlatform, store: RunStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    for behaviour in ("good", "hang 1", "kill 1"):
        platform.behaviours["wine-10.0"] = behaviour
        run(platform, store)
    assert list(scratch.iterdir()) == []


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
from wincancel.run import InterruptedRunError, Order, run_targets
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


def children_of(pid: int) -> list[int]:
    """The processes that a process started."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text(encoding="ascii").split()]


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


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one MiB; needs root."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"no small file system can be mounted here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_is_named_and_earlier_results_are_intact(platform: FakePlatform, small_disk: Path) -> None:
    store = RunStore(small_disk)
    (good,) = run(platform, store)
    assert good.run is not None
    assert good.run.path is not None
    before = good.run.path.read_bytes()
    platform.behaviours["wine-10.0"] = "full"
    (one,) = run(platform, store)
    assert one.error == f"no space left for results in {store.directory}"
    assert good.run.path.read_bytes() == before
    (again,) = run(platform, store)
    assert "no space left" in str(again.error)
    assert good.run.path.read_bytes() == before


def test_the_harness_adds_little_to_the_time_of_the_executable(
    platform: FakePlatform, store: RunStore, tmp_path: Path
) -> None:
    assert run(platform, store)[0].valid  # lists the cases
    platform.behaviours["wine-10.0"] = "slow 0.05"
    wanted = tmp_path / "cases.txt"
    wanted.write_text("CSIO-RET-1/succeeds/PIPE\nCSIO-RET-2/fails\n", encoding="utf-8")
    command = [sys.executable, str(platform.executable), "run", "--cases", str(wanted)]
    command += ["--out", str(tmp_path / "direct.jsonl"), "--seed", "1", "--repeat", "20"]
    environment = os.environ | platform.environment | {"FAKE_BEHAVIOUR": "slow 0.05"}
    began = time.monotonic()
    subprocess.run(command, env=environment, check=True)
    direct = time.monotonic() - began
    selection = Selection(patterns=("CSIO-RET-1/succeeds/PIPE", "CSIO-RET-2/fails"))
    began = time.monotonic()
    (one,) = run(platform, store, order=Order(selection, repeat=20, limits=QUICK))
    assert one.valid, one.error
    assert time.monotonic() - began <= 1.1 * direct + 1


def test_a_full_temporary_directory_is_one_line(
    platform: FakePlatform, store: RunStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(gone))
    shutil.rmtree(gone)
    (one,) = run(platform, store)
    assert one.error is not None
    assert "\n" not in one.error
