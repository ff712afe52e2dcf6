"""Several targets, and something breaks: the others' runs stay, and what broke is an incomplete run."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from conftest import FakePlatform, FakeTarget, SilentProgress
from fake_runs import QUICK, kept, run
from small_disk import small_disk

from wincancel.course import Course
from wincancel.execution import never
from wincancel.order import Order
from wincancel.phases import run_targets
from wincancel.roles import InterruptedRunError
from wincancel.run import TargetRun
from wincancel.store import RunStore
from wincancel.stream import StreamReader, read_run

TARGETS = [FakeTarget(name) for name in ("wine-8.0", "wine-9.0", "wine-10.0")]
STORM = "CSIO-RACE-1/storm"


def only_wine_9_broke(runs: list[TargetRun], store: RunStore) -> TargetRun:
    """The broken run, after the others were seen to be whole and kept."""
    assert [one.valid for one in runs] == [True, False, True], [one.error for one in runs]
    assert [stored.target for stored in store.latest()] == ["wine-8.0", "wine-10.0"]
    for name in kept(store):
        assert read_run(store.directory / name).valid == (not name.startswith("wine-9.0"))
    return runs[1]


@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        (f"kill-at {STORM}", "killed by signal 9"),
        (f"hang-at {STORM}", "silent for 2 s"),
        ("kill 1", "killed by signal 9"),
        ("hang-at CSIO-RET-2/fails", "silent for 2 s"),
        (f"forget {STORM}", "cases: planned 0, asked 1"),
        ("end 5", "the stream is whole, but the executable ended with code 5"),
        ("exit 0 3", "ended with code 3"),
    ],
)
def test_an_executable_that_breaks_in_one_phase(
    platform: FakePlatform, store: RunStore, behaviour: str, says: str
) -> None:
    platform.behaviours["wine-9.0"] = behaviour
    one = only_wine_9_broke(run(platform, store, *TARGETS), store)
    assert says in str(one.error)
    assert sum(name.startswith("wine-9.0") for name in kept(store)) == 1


def test_what_the_first_phase_recorded_survives_the_death_of_the_second(
    platform: FakePlatform, store: RunStore
) -> None:
    platform.behaviours["wine-9.0"] = f"kill-at {STORM}"
    one = only_wine_9_broke(run(platform, store, *TARGETS), store)
    assert one.run is not None
    assert len(one.run.results) == 3
    assert len(one.run.planned_cases) == 4
    assert one.run.footer is None


def test_a_target_that_is_not_there(platform: FakePlatform, store: RunStore) -> None:
    platform.broken["wine-9.0"] = "no mirror"
    runs = run(platform, store, *TARGETS)
    assert [one.error for one in runs] == [None, "no mirror", None]
    assert len(kept(store)) == 2


def test_a_target_that_is_gone_before_its_second_phase(platform: FakePlatform, store: RunStore) -> None:
    class Progress(SilentProgress):
        def started(self, target: str, cases: int) -> None:
            del target
            if cases == 1:
                platform.environment["PYTHONHOME"] = "/nowhere"  # no more fakes start

    runs = run_targets(TARGETS, Order(limits=QUICK), platform, store, Progress())
    assert not any(one.valid for one in runs)
    assert all(name.endswith(".incomplete.jsonl") for name in kept(store))
    assert not any(read_run(store.directory / name).valid for name in kept(store))


def test_what_a_harness_that_dies_between_the_phases_leaves_is_no_whole_run(
    platform: FakePlatform, store: RunStore
) -> None:
    course = Course(TARGETS[0], Order(limits=QUICK), platform, store, SilentProgress(), never)
    course.begin(platform.executable)
    assert course.outcome is None
    assert kept(store) == []
    assert course._pending is not None
    assert course._pending.lock is not None
    os.close(course._pending.lock)  # as its death does
    course._pending.path.with_suffix(".new").touch()
    assert run(platform, store, TARGETS[1])[0].valid
    left, _ = kept(store)
    assert left.startswith("wine-8.0")
    assert left.endswith(".incomplete.jsonl")
    read = read_run(store.directory / left)
    assert [str(problem) for problem in read.problems] == ["no footer: the run did not get to its end"]
    assert len(read.results) == 3
    assert [path.name for path in (store.directory / ".unfinished").iterdir()] == ["lock"]


def test_a_target_that_changes_between_the_phases_has_no_whole_run(platform: FakePlatform, store: RunStore) -> None:
    platform.behaviours["wine-9.0"] = "change-before CSIO-RACE-1/storm"
    one = only_wine_9_broke(run(platform, store, *TARGETS), store)
    assert one.error == "the capability cancel was True in the first phase and False in the second"


@pytest.mark.parametrize("phase", [3, 1])
def test_an_interrupt_ends_all_and_keeps_what_there_is(platform: FakePlatform, store: RunStore, phase: int) -> None:
    platform.behaviours = dict.fromkeys(("wine-8.0", "wine-10.0"), "slow 0.1")
    platform.behaviours["wine-9.0"] = "hang 1" if phase == 3 else f"hang-at {STORM}"
    hanging: list[float] = []

    class Progress(SilentProgress):
        def seen(self, target: str, reader: object) -> None:
            assert isinstance(reader, StreamReader)
            if target == "wine-9.0" and reader.planned == phase and reader.running == {} and len(hanging) < 9:
                hanging.append(time.monotonic())

    with pytest.raises(InterruptedRunError):
        run_targets(TARGETS, Order(), platform, store, Progress(), stop=lambda: len(hanging) == 9)
    names = kept(store)
    whole = [name for name in names if not name.endswith(".incomplete.jsonl")]
    assert [name[:8] for name in whole] == (["wine-8.0"] if phase == 1 else [])
    assert all(read_run(store.directory / name).valid == (name in whole) for name in names)
    assert platform.open_sessions == []
    assert [path.name for path in (store.directory / ".unfinished").iterdir()] == ["lock"]


def test_a_full_disk_is_named_and_leaves_no_half_run(platform: FakePlatform, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        store = RunStore(disk)
        (good,) = run(platform, store, TARGETS[0])
        assert good.valid
        platform.behaviours["wine-9.0"] = "full"
        runs = run(platform, store, *TARGETS[1:])
        assert runs[0].error == f"no space left for results in {store.directory}"
        for name in kept(store):
            assert read_run(store.directory / name).valid == (not name.endswith(".incomplete.jsonl"))
