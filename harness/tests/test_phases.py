"""Several targets at once: one run for each, and nothing runs beside exclusive cases."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import FakePlatform, FakeTarget, SilentProgress
from fake_runs import QUICK, kept, run

from wincancel.build import Executable
from wincancel.case_list import NothingSelectedError, Selection
from wincancel.order import Order
from wincancel.phases import run_targets, targets_abreast
from wincancel.store import RunStore
from wincancel.stream import read_run

if TYPE_CHECKING:
    from wincancel.roles import Target

TARGETS = [FakeTarget(name) for name in ("wine-8.0", "wine-9.0", "wine-10.0")]
NAMES = [target.name for target in TARGETS]


def events(progress: SilentProgress) -> list[tuple[str, ...]]:
    return [said for said in progress.said if said[0] in ("started", "ended")]


def test_exclusive_cases_run_one_target_at_a_time_and_after_all_others(
    platform: FakePlatform, store: RunStore, progress: SilentProgress
) -> None:
    platform.behaviours = dict.fromkeys(NAMES, "slow 0.1")
    runs = run_targets(TARGETS, Order(limits=QUICK), platform, store, progress)
    assert [one.error for one in runs] == [None] * 3
    told = events(progress)
    assert {said[1] for said in told[:6]} == set(NAMES)
    assert all(said[0] == "ended" or said[2] == "3" for said in told[:6])
    assert told[6:] == [said for name in NAMES for said in (("started", name, "1"), ("ended", name))]


@pytest.mark.parametrize(("abreast", "most"), [(1, 1), (2, 2), (None, 2)])
def test_no_more_targets_run_at_a_time_than_is_said(
    platform: FakePlatform, store: RunStore, abreast: int | None, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wincancel.phases.targets_abreast", lambda _: 2)
    platform.behaviours = dict.fromkeys(NAMES, "slow 0.2")
    open_at_once: list[int] = []

    class Progress(SilentProgress):
        def seen(self, target: str, reader: object) -> None:
            del target, reader
            open_at_once.append(len(platform.open_sessions))

    run_targets(TARGETS, Order(limits=QUICK), platform, store, Progress(), abreast=abreast)
    assert max(open_at_once) == most


@pytest.mark.parametrize(
    ("processors", "jobs", "targets"), [(1, None, 3), (2, None, 3), (8, None, 6), (8, 16, 2), (2, 1, 6)]
)
def test_processors_are_kept_busy_by_targets_that_are_not_told_their_number(
    monkeypatch: pytest.MonkeyPatch, processors: int, jobs: int | None, targets: int
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(processors)))
    assert targets_abreast(jobs) == targets


def test_each_target_has_one_run_with_the_cases_of_both_phases(platform: FakePlatform, store: RunStore) -> None:
    platform.behaviours["wine-9.0"] = "fail CSIO-RET-2/fails"
    runs = run(platform, store, *TARGETS, order=Order(limits=QUICK, repeat=2))
    assert [stored.target for stored in store.latest()] == ["wine-8.0", "wine-9.0", "wine-10.0"]
    assert len(kept(store)) == 3
    assert [path.name for path in (store.directory / ".unfinished").iterdir()] == ["lock"]
    for one in runs:
        assert one.run is not None
        assert one.run.path is not None
        again = read_run(one.run.path)
        assert again.valid, again.problems
        assert {case: len(results) for case, results in again.results.items()} == dict.fromkeys(again.planned_cases, 2)
        assert len(again.planned_cases) == 4
        assert again.footer is not None
        assert again.footer.wall_us == 2 * 1_500_000
    assert [one.run.results["CSIO-RET-2/fails"][0].again is not None for one in runs if one.run] == [False, True, False]


@pytest.mark.parametrize(("classes", "cases"), [(("exclusive",), 1), (("shared",), 2), (("waiting", "shared"), 3)])
def test_a_run_of_one_phase_alone_is_whole(
    platform: FakePlatform, store: RunStore, classes: tuple[str, ...], cases: int
) -> None:
    runs = run(platform, store, *TARGETS, order=Order(Selection(classes=classes), limits=QUICK))
    assert all(one.valid for one in runs)
    assert [len(one.run.planned_cases) for one in runs if one.run] == [cases] * 3
    assert all(stored.part for stored in store.runs())


def test_a_shard_without_exclusive_cases_is_whole(platform: FakePlatform, store: RunStore) -> None:
    for number in (1, 2, 3):
        runs = run(platform, store, *TARGETS, order=Order(limits=QUICK, shard=(number, 3)))
        assert [one.error for one in runs] == [None] * 3
    assert all(stored.shard_of_all for stored in store.runs())


def test_a_selection_that_no_target_has_runs_nothing(platform: FakePlatform, store: RunStore) -> None:
    with pytest.raises(NothingSelectedError, match="no case matches"):
        run(platform, store, *TARGETS, order=Order(Selection(patterns=("nothing",))))
    assert not store.directory.exists()


def test_the_first_phase_does_not_wait_for_the_set_up_of_others(platform: FakePlatform, store: RunStore) -> None:
    first_ended = threading.Event()

    class Progress(SilentProgress):
        def ended(self, target: str, reader: object) -> None:
            super().ended(target, reader)
            first_ended.set()

    def set_up(target: object, report: object) -> None:
        del report
        if getattr(target, "name", "") == "wine-8.0":
            assert first_ended.wait(30), "the others waited for this one"

    platform.set_up = set_up  # type: ignore[method-assign]  # a stand-in, for this test
    assert all(one.valid for one in run_targets(TARGETS, Order(limits=QUICK), platform, store, Progress()))


def test_nothing_is_built_beside_exclusive_cases(platform: FakePlatform, store: RunStore) -> None:
    platform.build_seconds = {"i686": 1.5}
    platform.broken["wine-8.0-i686"] = "no mirror"
    ended: list[bool] = []
    building = threading.Event()

    class Progress(SilentProgress):
        def started(self, target: str, cases: int) -> None:
            del target
            if cases == 1:
                ended.append(not any(thread.name == "i686" for thread in threading.enumerate()))

    original = platform.executable_for

    def executable_for(target: Target) -> Executable:
        found = original(target)

        def build() -> Path:
            threading.current_thread().name = target.abi
            building.set()
            return found.build()

        return Executable(found.name, build, found.needs_target)

    platform.executable_for = executable_for  # type: ignore[method-assign]  # likewise
    targets = [FakeTarget("wine-8.0-i686", "i686"), *TARGETS[:2]]
    runs = run_targets(targets, Order(limits=QUICK), platform, store, Progress())
    assert [one.valid for one in runs] == [False, True, True]
    assert building.is_set()
    assert ended == [True, True]


def test_a_run_is_kept_as_soon_as_it_is_complete(platform: FakePlatform, store: RunStore) -> None:
    seen: list[int] = []

    class Progress(SilentProgress):
        def started(self, target: str, cases: int) -> None:
            del target
            if cases == 1:
                seen.append(len(kept(store)))

    began = time.monotonic()
    run_targets(TARGETS, Order(limits=QUICK), platform, store, Progress())
    assert seen == [0, 1, 2]
    assert time.monotonic() - began < 20
