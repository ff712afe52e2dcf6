"""Running: whatever the executable does, there is an answer in time, nothing runs on, and nothing kept is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import FakePlatform, FakeTarget
from fake_runs import QUICK, TARGET, ended_within, kept, run

from wincancel import stream as stream_module
from wincancel.case_list import NothingSelectedError, Selection
from wincancel.execution import Limits
from wincancel.order import Order
from wincancel.store import RunStore
from wincancel.stream import read_run


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


@pytest.mark.parametrize(
    ("order", "part"),
    [
        (Order(), False),
        (Order(Selection(patterns=("*",))), False),
        (Order(Selection(patterns=("CSIO-RET-1*",))), True),
        (Order(shard=(1, 2)), True),
    ],
)
def test_a_run_that_leaves_out_cases_is_told_apart(
    platform: FakePlatform, store: RunStore, order: Order, part: bool
) -> None:
    run(platform, store, order=order)
    assert [stored.part for stored in store.runs()] == [part]
