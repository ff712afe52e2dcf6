"""Shards made one run again: all of them, once each, of one plan; anything else is one line and no run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import FakePlatform, FakeTarget
from fake_runs import run

from wincancel.case_list import Selection
from wincancel.command_line import main
from wincancel.order import Order
from wincancel.store import RunStore
from wincancel.stream import read_run

TARGET = FakeTarget("wine-10.0")
SHARDS = 3


def shard(
    platform: FakePlatform, store: RunStore, number: int, target: FakeTarget = TARGET, seed: int = 1, **changes: str
) -> Path:
    """Runs a shard and gives its stream; `patterns` selects its cases."""
    selection = Selection(patterns=(changes["patterns"],)) if "patterns" in changes else Selection()
    (one,) = run(platform, store, target, order=Order(selection, shard=(number, SHARDS), seed=seed))
    assert one.run is not None
    assert one.run.path is not None
    return one.run.path


@pytest.fixture
def shards(platform: FakePlatform, store: RunStore) -> list[Path]:
    return [shard(platform, store, number) for number in range(1, SHARDS + 1)]


def merge(store: RunStore, *arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["merge", "--out", str(store.directory.parent), *map(str, arguments)])


def refused(result: Result, store: RunStore, exit_code: int) -> str:
    """The one line that was said; nothing was kept."""
    assert result.exit_code == exit_code, result.output
    assert not any(stored.complete and "shard" not in stored.name for stored in store.runs())
    assert [path.name for path in (store.directory / ".unfinished").iterdir()] == ["lock"]
    (line,) = result.stderr.splitlines()
    return line


def edited(path: Path, number: int, **changes: object) -> None:
    """Changes members of a record of a stream, as if the run had been another."""
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[number] = json.dumps(json.loads(lines[number]) | changes)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_all_shards_are_one_run_of_all_cases(store: RunStore, shards: list[Path]) -> None:
    before = [path.read_bytes() for path in shards]
    result = merge(store, *reversed(shards))
    assert result.exit_code == 0, result.output
    (stored,) = store.latest()
    assert (stored.target, stored.part) == ("wine-10.0", False)
    assert f"wine-10.0: {stored.path}" in result.stdout
    merged = read_run(stored.path)
    assert merged.valid, merged.problems
    assert merged.header is not None
    assert len(merged.results) == 4
    assert merged.header.plan.shard == (1, 1)
    assert [path.read_bytes() for path in shards] == before


def test_shards_come_from_elsewhere_too(store: RunStore, shards: list[Path], tmp_path: Path) -> None:
    elsewhere = RunStore(tmp_path / "elsewhere")
    assert merge(elsewhere, *shards).exit_code == 0
    assert not elsewhere.latest()[0].part
    assert merge(store, *(path.stem for path in shards)).exit_code == 0


def test_shards_of_some_cases_are_a_part(platform: FakePlatform, store: RunStore) -> None:
    parts = [shard(platform, store, number, patterns="CSIO-RET*") for number in range(1, SHARDS + 1)]
    assert merge(store, *parts).exit_code == 0
    merged = max(store.runs(), key=lambda stored: len(read_run(stored.path).results))
    assert merged.part
    assert not merged.shard_of_all


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"build": "fedcba"}, "the build of the suite is 0123456789abcdef and fedcba"),
        ({"build": "\x1b[2J"}, "and \\x1b[2J"),
        ({"abi": "i686"}, "the ABI is x86_64 and i686"),
        (
            {"target": {"kind": "wine", "version": "8.0", "build": "wine-10.0", "host": "Linux 6.1", "cpus": 2}},
            "the target's version is 10.0 and 8.0",
        ),
    ],
)
def test_shards_of_another_plan_are_refused(
    store: RunStore, shards: list[Path], change: dict[str, object], says: str
) -> None:
    edited(shards[1], 0, **change)
    assert says in refused(merge(store, *shards), store, 2)


def test_shards_with_another_seed_are_refused_unless_told(platform: FakePlatform, store: RunStore) -> None:
    parts = [shard(platform, store, number, seed=number) for number in range(1, SHARDS + 1)]
    assert "the seed is 1 and 2" in refused(merge(store, *parts), store, 2)
    assert merge(store, "--any-seed", *parts).exit_code == 0


def test_a_missing_shard_is_named(store: RunStore, shards: list[Path]) -> None:
    assert "no run of shard 2/3" in refused(merge(store, shards[0], shards[2]), store, 3)


def test_a_shard_twice_is_refused(store: RunStore, shards: list[Path]) -> None:
    again = next(path for path in shards if read_run(path).planned_cases)
    assert "the case CSIO" in refused(merge(store, *shards, again), store, 2)
    empty = [path for path in shards if not read_run(path).planned_cases]
    for path in empty:
        assert "too many for the 3 shards" in refused(merge(store, *shards, path), store, 2)


def test_an_incomplete_shard_is_refused(store: RunStore, shards: list[Path]) -> None:
    shards[0].write_bytes(b"".join(shards[0].read_bytes().splitlines(keepends=True)[:-1]))
    assert f"{shards[0].stem} is no whole run: no footer" in refused(merge(store, *shards), store, 3)


def test_a_shard_with_an_edited_count_is_refused(store: RunStore, shards: list[Path]) -> None:
    edited(shards[0], -1, finished=77)
    assert "the footer says finished 77" in refused(merge(store, *shards), store, 3)


def test_shards_of_two_targets_are_refused(platform: FakePlatform, store: RunStore, shards: list[Path]) -> None:
    other = shard(platform, store, 2, FakeTarget("wine-8.0"))
    assert "runs of different targets: wine-10.0" in refused(merge(store, shards[0], other, shards[2]), store, 2)


def test_a_shard_of_fewer_cases_is_refused(platform: FakePlatform, store: RunStore, shards: list[Path]) -> None:
    other = shard(platform, store, 2, patterns="CSIO-RET*")
    assert "was told to leave out cases" in refused(merge(store, shards[0], other, shards[2]), store, 2)


def test_a_whole_run_is_no_shard(platform: FakePlatform, store: RunStore) -> None:
    (one,) = run(platform, store)
    assert one.run is not None
    assert "is no shard" in merge(store, str(one.run.path)).stderr


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"{}\n", b"[" * 100_000])
def test_what_is_no_run_at_all_is_refused(store: RunStore, shards: list[Path], tmp_path: Path, content: bytes) -> None:
    junk = tmp_path / shards[0].name
    shutil.copy(shards[0], junk)
    junk.write_bytes(content)
    assert "is no whole run" in refused(merge(store, junk, *shards[1:]), store, 3)


def test_a_run_that_is_not_there(store: RunStore) -> None:
    result = merge(store, "nowhere")
    assert result.exit_code == 2
    assert "no run nowhere" in result.stderr
    assert merge(store).exit_code == 2
